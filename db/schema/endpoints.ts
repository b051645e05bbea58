import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { authenticationTypes, redirectModes } from '@/lib/endpoints/schema'
import { organizations } from './organizations'
import { organizationPolicy } from './policies'

/** A default header as stored: a secret one keeps its value in `endpoint_secrets`. */
export type StoredHeader = { name: string; secret: false; value: string } | { name: string; secret: true }

export type StoredTestResult = {
  ok: boolean
  statusCode: number | null
  code: string | null
  at: string
}

export const endpoints = pgTable(
  'endpoints',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    description: text().notNull().default(''),
    baseUrl: text('base_url').notNull(),
    defaultHeaders: jsonb('default_headers').$type<StoredHeader[]>().notNull().default([]),
    authenticationType: text('authentication_type', { enum: authenticationTypes }).notNull(),
    /** Only with `apiKey`: the header that carries the key. */
    authenticationHeaderName: text('authentication_header_name'),
    connectTimeoutMs: integer('connect_timeout_ms').notNull(),
    responseTimeoutMs: integer('response_timeout_ms').notNull(),
    allowInsecure: boolean('allow_insecure').notNull().default(false),
    redirects: text({ enum: redirectModes }).notNull(),
    isDemo: boolean('is_demo').notNull().default(false),
    lastTest: jsonb('last_test').$type<StoredTestResult>(),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    createdBy: text('created_by').notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedBy: text('updated_by').notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [
    unique('endpoints_of_organization_id').on(table.organizationId, table.id),
    uniqueIndex('endpoints_name')
      .on(table.organizationId, sql`lower(${table.name})`)
      .where(sql`${table.deletedAt} is null`),
    organizationPolicy('endpoints'),
  ],
)

/** Sealed secrets, one row a field: `token`, `key`, `username`, `password` or `header:<lower-case name>`. */
export const endpointSecrets = pgTable(
  'endpoint_secrets',
  {
    organizationId: uuid('organization_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    field: text().notNull(),
    /** The envelope of `lib/vault`, bound to organization, endpoint and field. */
    sealed: text().notNull(),
    fingerprint: text().notNull(),
    setAt: timestamp('set_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    setBy: text('set_by').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.endpointId, table.field] }),
    foreignKey({
      columns: [table.organizationId, table.endpointId],
      foreignColumns: [endpoints.organizationId, endpoints.id],
    }).onDelete('cascade'),
    organizationPolicy('endpoint_secrets'),
  ],
)
