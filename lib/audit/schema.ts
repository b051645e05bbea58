import { z } from 'zod'
import { cursorSchema, limitSchema, nextCursorSchema } from '@/lib/page-schema'

export const auditActions = [
  'endpoint.created',
  'endpoint.updated',
  'endpoint.deleted',
  'endpoint.replaced',
  'endpoint.restored',
  'endpoint.tested',
  'secret.set',
  'secret.replaced',
  'secret.cleared',
  'secret.unavailable',
  'keys.rotated',
  'flow.created',
  'flow.updated',
  'flow.published',
  'flow.deleted',
  'flow.restored',
  'run.started',
  'run.finished',
  'run.canceled',
  'egress.blocked',
  'permission.refused',
  'session.started',
  'session.refused',
  'member.added',
  'member.role_changed',
  'member.removed',
  'member.left',
  'invitation.created',
  'invitation.renewed',
  'invitation.revoked',
  'token.created',
  'token.revoked',
  'organization.updated',
  'password.reset',
  'password.changed',
] as const
export type AuditAction = (typeof auditActions)[number]

export const auditObjectTypes = [
  'endpoint',
  'flow',
  'run',
  'user',
  'invitation',
  'token',
  'organization',
] as const
export const actorTypes = ['user', 'token', 'system'] as const

/** What the audit log says of one act to those who may see the object. */
export const auditEntrySchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.object({ type: z.enum(actorTypes), name: z.string() }),
  action: z.string().meta({ example: 'endpoint.updated' }),
  objectType: z.string(),
  objectId: z.uuid().nullable(),
  objectName: z.string(),
  details: z.record(z.string(), z.unknown()).meta({
    description:
      'Before and after of fields that are not secret, and other facts. Of default headers never a value, which may become a secret: each has `name` and `secret`, and `valuesChanged` names the plain ones that have another value.',
  }),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** The same for admins: who it was exactly, and from where. */
export const auditLogEntrySchema = auditEntrySchema
  .extend({
    actor: z.object({ type: z.enum(actorTypes), id: z.uuid().nullable(), name: z.string() }),
    requestId: z.string().meta({ description: 'The `requestId` that the answer carried.' }),
    address: z.string().nullable().meta({ description: 'The network address that the request came from.' }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditLogEntry = z.infer<typeof auditLogEntrySchema>

const time = z.iso.datetime({ offset: true, error: 'Give a time such as 2026-01-31T12:00:00Z.' })

/** The filters of the audit log, as an address has them. */
export const listAuditLogSchema = z.strictObject({
  action: z.enum(auditActions).optional(),
  actor: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The id of who did it, or the whole name.' }),
  object: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The id of what it was done to, or the whole name.' }),
  from: time.optional().meta({ description: 'Only entries from this time on.' }),
  to: time.optional().meta({ description: 'Only entries before this time.' }),
  limit: limitSchema,
  cursor: cursorSchema,
})
export type ListAuditLogInput = z.output<typeof listAuditLogSchema>

export const auditLogPageSchema = z
  .object({ data: z.array(auditLogEntrySchema), nextCursor: nextCursorSchema })
  .meta({ id: 'AuditPage' })
export type AuditLogPage = z.infer<typeof auditLogPageSchema>

/** The same, of everything that the filter lets through, as a file. */
export const exportAuditLogSchema = listAuditLogSchema
  .omit({ limit: true, cursor: true })
  .extend({ format: z.enum(['csv', 'json']) })
export type ExportAuditLogInput = z.output<typeof exportAuditLogSchema>
export type ExportFormat = ExportAuditLogInput['format']

/** Where an entry leads, as long as what it tells of is there. */
export type AuditTarget =
  { type: 'endpoint' | 'flow'; id: string } | { type: 'run'; id: string; flowId: string }
/** An entry on the page of the audit log. */
export type ShownAuditEntry = AuditLogEntry & { target: AuditTarget | null }
export type ShownAuditPage = { data: ShownAuditEntry[]; nextCursor: string | null }

/** Who may have done something. `id` is what the filter takes. */
export type AuditPerson = { type: (typeof actorTypes)[number]; id: string; name: string }
