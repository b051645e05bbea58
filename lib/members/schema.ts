import { z } from 'zod'
import { roles, type Role } from '@/lib/auth/roles'

export const removeMemberSchema = z.strictObject({ id: z.uuid() })
export const changeRoleSchema = removeMemberSchema.extend({ role: z.enum(roles) })
export type ChangeRoleInput = z.output<typeof changeRoleSchema>

/** Said where it is refused and, before that, on the controls that would be. */
export const lastAdminRefusal = 'An organization needs at least one admin.'

export type Member = {
  id: string
  name: string
  email: string
  role: Role
  /** To the minute; null for who was never seen. */
  lastSeenAt: string | null
  /** Whoever asked. */
  isYou: boolean
}
