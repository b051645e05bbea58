import { type AuditAction, auditActions, type AuditLogEntry } from '@/lib/audit/schema'
import type { Role } from '@/lib/auth/roles'
import { plural } from '@/lib/format'
import { changedSettings, secretName } from '../endpoints/detail/activity-text'

export const actionGroups = [
  'API endpoints',
  'Secrets',
  'Flows',
  'Runs',
  'Members and organization',
  'Sign-in and access',
] as const

type Details = AuditLogEntry['details']
type ListOf = (items: string[]) => string

type Words = {
  group: (typeof actionGroups)[number]
  /** In the filter. */
  name: string
  /** To follow the name of who did it. `{object}` is what it was done to. */
  sentence: string | ((details: Details, list: ListOf) => string)
}

/** Every action in words: one without any does not compile. */
export const actionWords: Record<AuditAction, Words> = {
  'endpoint.created': {
    group: 'API endpoints',
    name: 'Endpoint created',
    sentence: ({ copyOf }) =>
      nameIn(copyOf)
        ? `copied “${nameIn(copyOf)}” to the endpoint {object}`
        : 'created the endpoint {object}',
  },
  'endpoint.updated': {
    group: 'API endpoints',
    name: 'Endpoint changed',
    sentence: ({ changes }, list) =>
      changedSettings(changes, list)
        ? `changed the ${changedSettings(changes, list)} of {object}`
        : 'saved {object}',
  },
  'endpoint.deleted': {
    group: 'API endpoints',
    name: 'Endpoint deleted',
    sentence: 'deleted the endpoint {object}',
  },
  'endpoint.restored': {
    group: 'API endpoints',
    name: 'Endpoint restored',
    sentence: 'restored the endpoint {object}',
  },
  'endpoint.replaced': {
    group: 'API endpoints',
    name: 'Endpoint replaced',
    sentence: (details) => {
      const flows = Array.isArray(details.flowIds)
        ? ` in ${plural(details.flowIds.length, 'flow', 'flows')}`
        : ''
      return `let “${nameIn(details.with) ?? 'another'}” take the place of {object}${flows}`
    },
  },
  'endpoint.tested': {
    group: 'API endpoints',
    name: 'Endpoint tested',
    sentence: ({ statusCode }) =>
      typeof statusCode === 'number'
        ? `tested the connection of {object}, which answered ${statusCode}`
        : 'tested the connection of {object}',
  },
  'secret.set': {
    group: 'Secrets',
    name: 'Secret set',
    sentence: ({ field }) => `set ${secretName(field)} of {object}`,
  },
  'secret.replaced': {
    group: 'Secrets',
    name: 'Secret replaced',
    sentence: ({ field }) => `replaced ${secretName(field)} of {object}`,
  },
  'secret.cleared': {
    group: 'Secrets',
    name: 'Secret removed',
    sentence: ({ field }) => `removed ${secretName(field)} of {object}`,
  },
  'secret.unavailable': {
    group: 'Secrets',
    name: 'Secret not readable',
    sentence: ({ field }) => `needed ${secretName(field)} of {object}, which could not be read`,
  },
  'keys.rotated': {
    group: 'Secrets',
    name: 'Secrets sealed anew',
    sentence: ({ secrets }) =>
      typeof secrets === 'number'
        ? `sealed ${plural(secrets, 'secret', 'secrets')} under another key`
        : 'sealed secrets under another key',
  },
  'flow.created': { group: 'Flows', name: 'Flow created', sentence: 'created the flow {object}' },
  'flow.updated': {
    group: 'Flows',
    name: 'Flow changed',
    sentence: ({ endpoint }) =>
      endpoint === undefined
        ? 'changed the flow {object}'
        : 'changed the endpoint of steps in the flow {object}',
  },
  'flow.published': {
    group: 'Flows',
    name: 'Flow published',
    sentence: ({ number }) =>
      typeof number === 'number'
        ? `published version ${number} of the flow {object}`
        : 'published the flow {object}',
  },
  'flow.deleted': { group: 'Flows', name: 'Flow deleted', sentence: 'deleted the flow {object}' },
  'flow.restored': { group: 'Flows', name: 'Flow restored', sentence: 'restored the flow {object}' },
  'run.started': {
    group: 'Runs',
    name: 'Run started',
    sentence: ({ stage }) =>
      stage === 'draft' ? 'started a run of the draft of {object}' : 'started a run of {object}',
  },
  'run.finished': { group: 'Runs', name: 'Run finished', sentence: 'finished a run of {object}' },
  'run.canceled': { group: 'Runs', name: 'Run canceled', sentence: 'canceled a run of {object}' },
  'egress.blocked': {
    group: 'Runs',
    name: 'Call blocked',
    sentence: ({ step }) =>
      typeof step === 'string'
        ? `tried to call an address that is not allowed, in the step “${step}” of {object}`
        : 'tried to call an address that is not allowed, through {object}',
  },
  'member.added': {
    group: 'Members and organization',
    name: 'Member added',
    sentence: ({ role }) => `added {object}${asRole(role)}`,
  },
  'member.role_changed': {
    group: 'Members and organization',
    name: 'Role changed',
    sentence: ({ role, to }) => {
      const noun = roleNoun(toOf(role)) ?? roleNoun(to)
      return noun ? `made {object} ${noun}` : 'changed the role of {object}'
    },
  },
  'member.removed': {
    group: 'Members and organization',
    name: 'Member removed',
    sentence: 'removed {object}',
  },
  'member.left': {
    group: 'Members and organization',
    name: 'Member left',
    sentence: 'left the organization',
  },
  'invitation.created': {
    group: 'Members and organization',
    name: 'Invitation sent',
    sentence: ({ role }) => `invited {object}${asRole(role)}`,
  },
  'invitation.renewed': {
    group: 'Members and organization',
    name: 'Invitation renewed',
    sentence: 'renewed the invitation of {object}',
  },
  'invitation.revoked': {
    group: 'Members and organization',
    name: 'Invitation revoked',
    sentence: 'revoked the invitation of {object}',
  },
  'organization.updated': {
    group: 'Members and organization',
    name: 'Organization changed',
    sentence: 'changed the settings of the organization {object}',
  },
  'session.started': { group: 'Sign-in and access', name: 'Signed in', sentence: 'signed in' },
  'session.refused': {
    group: 'Sign-in and access',
    name: 'Sign-in refused',
    sentence: 'tried to sign in',
  },
  'permission.refused': {
    group: 'Sign-in and access',
    name: 'Permission refused',
    sentence: ({ needed }) =>
      needed === 'admin'
        ? 'tried something that only admins can do'
        : needed === 'editor'
          ? 'tried something that only editors and admins can do'
          : 'tried something that their role does not allow',
  },
  'token.created': {
    group: 'Sign-in and access',
    name: 'API token created',
    sentence: ({ role }) => `created the API token {object}${asRole(role)}`,
  },
  'token.revoked': {
    group: 'Sign-in and access',
    name: 'API token revoked',
    sentence: 'revoked the API token {object}',
  },
  'password.reset': {
    group: 'Sign-in and access',
    name: 'Password reset',
    sentence: 'reset the password of {object}',
  },
  'password.changed': {
    group: 'Sign-in and access',
    name: 'Password changed',
    sentence: 'changed their password',
  },
}

/** What somebody did, before and after the name of what it was done to; `after` is null when it names nothing. */
export function sentenceOf(
  { action, details }: Pick<AuditLogEntry, 'action' | 'details'>,
  list: ListOf,
): { before: string; after: string | null } {
  // A newer process may write actions that this one does not know.
  const sentence = isAction(action) ? actionWords[action].sentence : `${action}: {object}`
  const text = typeof sentence === 'string' ? sentence : sentence(details, list)
  const at = text.lastIndexOf('{object}')
  if (at === -1) return { before: text, after: null }
  return { before: text.slice(0, at), after: text.slice(at + '{object}'.length) }
}

function isAction(action: string): action is AuditAction {
  return auditActions.some((known) => known === action)
}

const roleNouns: Record<Role, string> = { admin: 'an admin', editor: 'an editor', viewer: 'a viewer' }

function roleNoun(role: unknown): string | undefined {
  return Object.entries(roleNouns).find(([name]) => name === role)?.[1]
}

function asRole(role: unknown): string {
  const noun = roleNoun(role)
  return noun ? ` as ${noun}` : ''
}

function toOf(change: unknown): unknown {
  return typeof change === 'object' && change !== null && 'to' in change ? change.to : undefined
}

function nameIn(thing: unknown): string | undefined {
  const named = typeof thing === 'object' && thing !== null && 'name' in thing
  return named && typeof thing.name === 'string' ? thing.name : undefined
}
