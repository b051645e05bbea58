import { z } from 'zod'
import { type Role, roles } from '@/lib/auth/roles'
import { newUserSchema, passwordSchema } from '@/lib/users/schema'
import { splitEmails } from './split-emails'

export const invitationLimits = { emails: 50, days: 7, text: 20_000 } as const

/** What was typed or pasted, as the addresses in it. Each bad one is named. */
const emailsSchema = z
  .string()
  .max(invitationLimits.text, 'This is too long a text for 50 addresses.')
  .transform((text, ctx) => {
    const emails = splitEmails(text)
    const problem = problemOf(emails)
    if (problem === null) return emails
    ctx.addIssue(problem)
    return z.NEVER
  })

function problemOf(emails: string[]): string | null {
  if (emails.length === 0) return 'Enter at least one email address.'
  if (emails.length > invitationLimits.emails) {
    return `Invite at most ${invitationLimits.emails} people at once. These are ${emails.length}.`
  }
  const bad = emails.filter((email) => !newUserSchema.shape.email.safeParse(email).success)
  if (bad.length === 0) return null
  const named = bad.map((email) => `“${email.length > 60 ? `${email.slice(0, 60)}…` : email}”`)
  const list = new Intl.ListFormat('en').format(named)
  return bad.length === 1 ? `${list} is not an email address.` : `${list} are not email addresses.`
}

export const inviteSchema = z.strictObject({ emails: emailsSchema, role: z.enum(roles) })
export type InviteFormInput = z.input<typeof inviteSchema>
export type InviteInput = z.output<typeof inviteSchema>

/** What became of one address. A token stands here and in no other answer. */
export type InviteOutcome =
  { email: string; outcome: 'invited'; token: string } | { email: string; outcome: 'member' | 'pending' }

export const invitationIdSchema = z.strictObject({ id: z.uuid() })

/** One that nobody has used yet. */
export type Invitation = {
  id: string
  email: string
  role: Role
  invitedBy: string
  expiresAt: string
  isExpired: boolean
}

const tokenSchema = z.string().max(100)
export const acceptInvitationSchema = z.strictObject({ token: tokenSchema })
export const joinSchema = z.strictObject({
  token: tokenSchema,
  name: newUserSchema.shape.name,
  password: passwordSchema,
})
export type JoinInput = z.output<typeof joinSchema>
