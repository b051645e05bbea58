import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { FlowDefinition } from '@/lib/flows/schema'
import { endpoints } from './endpoints'
import { organizations } from './organizations'
import { organizationPolicy } from './policies'

export const flows = pgTable(
  'flows',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    description: text().notNull().default(''),
    /** The draft; what the editor shows and autosaves. */
    definition: jsonb().$type<FlowDefinition>().notNull(),
    /** Counts saves of the draft; a stale one is a conflict. */
    version: integer().notNull().default(1),
    /** The version that triggers run; null before the first publishing. */
    publishedVersionId: uuid('published_version_id'),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    createdBy: text('created_by').notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedBy: text('updated_by').notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [
    unique('flows_of_organization_id').on(table.organizationId, table.id),
    organizationPolicy('flows'),
  ],
)

/**
 * Frozen definitions. One is made when a draft is published or run, at most once a draft version, and
 * every run points at the one that it ran. `publishedNumber` is set on those that were published.
 */
export const flowVersions = pgTable(
  'flow_versions',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    draftVersion: integer('draft_version').notNull(),
    definition: jsonb().$type<FlowDefinition>().notNull(),
    publishedNumber: integer('published_number'),
    publishedAt: timestamp('published_at', { withTimezone: true, mode: 'date' }),
    publishedBy: text('published_by'),
  },
  (table) => [
    unique('flow_versions_of_organization_id').on(table.organizationId, table.id),
    unique('flow_versions_of_flow').on(table.organizationId, table.flowId, table.id),
    unique('flow_versions_draft').on(table.organizationId, table.flowId, table.draftVersion),
    foreignKey({
      columns: [table.organizationId, table.flowId],
      foreignColumns: [flows.organizationId, flows.id],
    }).onDelete('cascade'),
    organizationPolicy('flow_versions'),
  ],
)

/** Which step of which flow uses which endpoint, in the draft and in the published version. */
export const endpointUses = pgTable(
  'endpoint_uses',
  {
    organizationId: uuid('organization_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    stage: text({ enum: ['draft', 'published'] }).notNull(),
    nodeId: text('node_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.flowId, table.stage, table.nodeId] }),
    foreignKey({
      columns: [table.organizationId, table.flowId],
      foreignColumns: [flows.organizationId, flows.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [table.organizationId, table.endpointId],
      foreignColumns: [endpoints.organizationId, endpoints.id],
    }),
    index('endpoint_uses_endpoint').on(table.organizationId, table.endpointId),
    organizationPolicy('endpoint_uses'),
  ],
)
