import { z } from 'zod'
import { roles } from '@/lib/auth/roles'
import { passwordLimits } from '@/lib/auth/schema'
import { nameSchema } from '@/lib/texts'

export const passwordSchema = z
  .string()
  .min(passwordLimits.min, `Use at least ${passwordLimits.min} characters.`)
  .max(passwordLimits.max, `Use at most ${passwordLimits.max} characters.`)

export const newUserSchema = z.strictObject({
  email: z.string().trim().toLowerCase().pipe(z.email('Enter an email address.').max(320)),
  name: nameSchema,
  password: passwordSchema,
  role: z.enum(roles),
})

export const updateAccountSchema = z.strictObject({ name: nameSchema })
export type UpdateAccountInput = z.output<typeof updateAccountSchema>

export const changePasswordSchema = z
  .strictObject({
    currentPassword: z.string().min(1, 'Enter your current password.').max(passwordLimits.max),
    newPassword: passwordSchema,
  })
  .refine(({ currentPassword, newPassword }) => currentPassword !== newPassword, {
    error: 'This is the password that you have.',
    path: ['newPassword'],
  })
export type ChangePasswordInput = z.output<typeof changePasswordSchema>

/** What a person sees of their own account. */
export type Account = {
  name: string
  email: string
  /** False for who only signs in elsewhere. */
  hasPassword: boolean
  /** Signed-in browsers besides the one that asks. */
  otherSessions: number
}
