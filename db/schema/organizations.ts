import { sql } from 'drizzle-orm'
import {
  boolean,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
  pgPolicy,
} from 'drizzle-orm/pg-core'
import { roles } from '@/lib/auth/roles'
import {
  currentOrganizationId,
  currentOrganizationSlug,
  currentTokenHash,
  currentUserId,
  isSweep,
  lookupPolicy,
  organizationPolicy,
} from './policies'

const createdAt = timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow()

export const organizations = pgTable(
  'organizations',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    slug: text().notNull().unique(),
    createdAt,
  },
  () => [
    pgPolicy('organizations_own', {
      for: 'all',
      using: sql`id = ${currentOrganizationId}`,
      withCheck: sql`id = ${currentOrganizationId}`,
    }),
    lookupPolicy(
      'organizations',
      sql`slug = ${currentOrganizationSlug} or ${isSweep} or exists (select from memberships m where m.organization_id = organizations.id and m.user_id = ${currentUserId})`,
    ),
  ],
)

/** People. Not of one organization: a user may be a member of several. */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    /** argon2id, in its PHC string form. Null for who only ever signed in elsewhere. */
    passwordHash: text('password_hash'),
    /**
     * Whether an operator or a provider vouched for the address. Whoever joined by a link did not prove that it is
     * theirs, because Sluice sends no mail.
     */
    emailProven: boolean('email_proven').notNull().default(true),
    createdAt,
    /** To the minute; null for who was never seen since this is noted. */
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [uniqueIndex('users_email').on(sql`lower(${table.email})`)],
)

/** Who a person is for an OpenID Connect provider. An email may change hands; a subject never does. */
export const identities = pgTable(
  'identities',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt,
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
)

/** Signed-in browsers. A row that is gone is a session that ended. */
export const sessions = pgTable('sessions', {
  id: uuid().primaryKey(),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  createdAt,
  lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
})

export const memberships = pgTable(
  'memberships',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: roles }).notNull(),
    createdAt,
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.userId] }),
    organizationPolicy('memberships'),
    lookupPolicy('memberships', sql`user_id = ${currentUserId}`),
  ],
)

/** Who was asked to join. A row that is gone was revoked; one that was accepted stays to say so. */
export const invitations = pgTable(
  'invitations',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Lower-case. */
    email: text().notNull(),
    role: text({ enum: roles }).notNull(),
    /** SHA-256 of what the link carries. */
    tokenHash: text('token_hash').notNull().unique(),
    /** The name at that time. */
    invitedBy: text('invited_by').notNull(),
    createdAt,
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
    acceptedAt: timestamp('accepted_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [
    uniqueIndex('invitations_pending')
      .on(table.organizationId, table.email)
      .where(sql`accepted_at is null`),
    organizationPolicy('invitations'),
    lookupPolicy('invitations', sql`token_hash = ${currentTokenHash}`),
  ],
)

/** Programs' keys to the REST API; only the SHA-256 of a token is kept. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    /** The name at that time; null for tokens that are older than this column. */
    createdBy: text('created_by'),
    createdAt,
  },
  () => [organizationPolicy('api_tokens'), lookupPolicy('api_tokens', sql`token_hash = ${currentTokenHash}`)],
)
