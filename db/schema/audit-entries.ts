import { index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { organizationPolicy } from './policies'

/** Who did what, written in the transaction that did it. The application's role can add and read, no more. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: uuid().primaryKey(),
    // Entries outlive what they tell of. Row-level security, and the run that an entry is of, see to it that
    // there was such an organization.
    organizationId: uuid('organization_id').notNull(),
    at: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    actorType: text('actor_type', { enum: ['user', 'token', 'system'] }).notNull(),
    actorId: uuid('actor_id'),
    actorName: text('actor_name').notNull(),
    /** `endpoint.created`, `secret.replaced`, … */
    action: text().notNull(),
    objectType: text('object_type').notNull(),
    objectId: uuid('object_id'),
    objectName: text('object_name').notNull(),
    /** Before and after of fields that are not secret and never become it. */
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    requestId: text('request_id').notNull(),
    address: text(),
  },
  (table) => [
    index('audit_entries_newest').on(table.organizationId, table.at.desc()),
    organizationPolicy('audit_entries'),
  ],
)
