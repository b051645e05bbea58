import { describe, expect, it } from 'vitest'
import { auditActions } from '@/lib/audit/schema'
import { formatList } from '@/lib/format'
import { actionWords, sentenceOf } from './action-words'

const list = (items: string[]) => formatList('en', items)
const say = (action: string, details: Record<string, unknown> = {}) => {
  const { before, after } = sentenceOf({ action, details }, list)
  return after === null ? before : `${before}Billing API${after}`
}

describe('sentenceOf', () => {
  it.each([
    ['secret.replaced', { field: 'token' }, 'replaced the token of Billing API'],
    ['secret.set', { field: 'header:x-key' }, 'set the header x-key of Billing API'],
    ['secret.unavailable', {}, 'needed a secret of Billing API, which could not be read'],
    [
      'endpoint.created',
      { copyOf: { id: '1', name: 'Old API' } },
      'copied “Old API” to the endpoint Billing API',
    ],
    [
      'endpoint.updated',
      { changes: { baseUrl: {}, redirects: {} } },
      'changed the base URL and redirects of Billing API',
    ],
    ['endpoint.updated', { changes: {} }, 'saved Billing API'],
    [
      'endpoint.replaced',
      { with: { name: 'New API' }, flowIds: ['1'] },
      'let “New API” take the place of Billing API in 1 flow',
    ],
    ['run.started', { stage: 'draft' }, 'started a run of the draft of Billing API'],
    [
      'egress.blocked',
      { step: '{object}' },
      'tried to call an address that is not allowed, in the step “{object}” of Billing API',
    ],
    ['permission.refused', { needed: 'admin' }, 'tried something that only admins can do'],
    ['member.added', { role: 'editor' }, 'added Billing API as an editor'],
    ['member.role_changed', { role: { from: 'viewer', to: 'admin' } }, 'made Billing API an admin'],
    ['member.role_changed', { from: 'viewer', to: 'editor' }, 'made Billing API an editor'],
    ['member.role_changed', {}, 'changed the role of Billing API'],
    ['session.started', {}, 'signed in'],
    ['something.new', {}, 'something.new: Billing API'],
  ])('%s with %j: %s', (action, details, sentence) => {
    expect(say(action, details)).toBe(sentence)
  })

  it('has words for every action, whatever its details hold', () => {
    for (const action of auditActions) {
      for (const details of [
        {},
        { changes: null, flowIds: 1, with: 'x', role: 7, field: {}, step: null, copyOf: [] },
      ]) {
        expect(say(action, details)).toMatch(/^[a-z][^{}]+$/)
      }
    }
    expect(new Set(Object.values(actionWords).map(({ name }) => name)).size).toBe(auditActions.length)
  })
})
