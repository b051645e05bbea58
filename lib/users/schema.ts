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
