import { z } from 'zod'
import { isStorableText, unstorable } from '@/lib/storable-text'
import { roles } from '@/lib/auth/roles'
import { passwordLimits } from '@/lib/auth/schema'

export const passwordSchema = z
  .string()
  .min(passwordLimits.min, `Use at least ${passwordLimits.min} characters.`)
  .max(passwordLimits.max, `Use at most ${passwordLimits.max} characters.`)

export const newUserSchema = z.strictObject({
  email: z.string().trim().toLowerCase().pipe(z.email('Enter an email address.').max(320)),
  name: z
    .string()
    .trim()
    .normalize('NFC')
    .refine(isStorableText, unstorable)
    .min(1, 'Enter a name.')
    .max(80, 'Use at most 80 characters.'),
  password: passwordSchema,
  role: z.enum(roles),
})
