/** What the audit log says of one act. */
export type AuditEntry = {
  id: string
  at: string
  actor: { type: 'user' | 'token' | 'system'; name: string }
  /** `endpoint.updated`, `secret.replaced`, … */
  action: string
  objectType: string
  objectId: string | null
  objectName: string
  /** Before and after of fields that are not secret. */
  details: Record<string, unknown>
}
