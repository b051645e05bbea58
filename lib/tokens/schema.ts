import { z } from 'zod'
import { roles, type Role } from '@/lib/auth/roles'
import { nameSchema } from '@/lib/texts'

export const newTokenSchema = z.strictObject({
  name: nameSchema,
  role: z.enum(roles),
})
export type NewTokenInput = z.output<typeof newTokenSchema>

/** What is known of an API token once it was shown. It has no place for the token itself. */
export type ApiToken = {
  id: string
  name: string
  role: Role
  createdAt: string
  /** The name at that time; null for tokens that are older than this note. */
  createdBy: string | null
}

/** The only place where a token ever stands. */
export type CreatedToken = { id: string; token: string }
