import { z } from 'zod'

export const signInSchema = z.strictObject({
  email: z.string().trim().min(1, 'Enter your email.').max(320),
  password: z.string().min(1, 'Enter your password.').max(1_000),
  /** Where to go afterwards; anything that is not ours becomes the start page. */
  callbackUrl: z.string().max(2_048).optional(),
})
export type SignInInput = z.output<typeof signInSchema>

export const startSingleSignOnSchema = signInSchema.pick({ callbackUrl: true })
export type StartSingleSignOnInput = z.output<typeof startSingleSignOnSchema>

export const passwordLimits = { min: 12, max: 1_000 } as const
