import { describe, expect, test } from 'vitest'
import type { AvailableReference } from '@/lib/flows/references'
import type { TemplateScope } from '@/lib/flows/templates'
import { previewTemplate } from './preview-template'

const call = { nodeId: 'n1', sourceLabel: 'Get user' }
const available: AvailableReference[] = [
  { reference: 'input.userId', type: 'string', nodeId: 'start', sourceLabel: 'Start' },
  { reference: 'steps.get_user.statusCode', type: 'number', ...call },
  { reference: 'steps.get_user.body', type: 'any', ...call },
  { reference: 'steps.later.body', type: 'any', nodeId: 'n2', sourceLabel: 'Get orders' },
  { reference: 'vars.total', type: 'any', nodeId: 'n3', sourceLabel: 'Set variables' },
  { reference: 'run.id', type: 'string', nodeId: null, sourceLabel: 'Run' },
]
const values: TemplateScope = {
  input: { userId: 'u_1' },
  vars: {},
  steps: {
    get_user: { statusCode: 200, body: { email: 'a@example.com', 'last name': 'Chen', tags: ['x'] } },
  },
  run: { id: 'run-1', startedAt: '' },
}
const preview = (text: string) => previewTemplate(text, values, available)

describe('a template with the values of the last run', () => {
  test.each([
    ['{{ steps.get_user.body.email }}', 'a@example.com', 'text'],
    ['{{ steps.get_user.statusCode }}', '200', 'number'],
    ['{{ steps.get_user.body.tags }}', '["x"]', 'list'],
    ['/users/{{ input.userId }}', '/users/u_1', 'text'],
    ['{{ steps.get_user.body.nick | default: "none" }}', 'none', 'text'],
  ])('%s', (text, shown, type) => {
    expect(preview(text)).toEqual({ kind: 'value', text: shown, type })
  })

  test('is nothing for plain text and for what can’t be read', () => {
    expect(preview('/users/1')).toBeNull()
    expect(preview('{{ input.')).toBeNull()
  })

  test('offers the field that was probably meant', () => {
    const text = '{{ steps.get_user.body.emial }}'
    expect(preview(text)).toEqual({
      kind: 'unknown',
      message: 'Get user has no field “emial”. Did you mean “email”?',
      fix: { name: 'email', begin: 3, end: text.length - 3, text: 'steps.get_user.body.email' },
    })
  })

  test('offers an input and a step that were probably meant', () => {
    expect(preview('{{ input.userid }}')).toMatchObject({ fix: { text: 'input.userId' } })
    expect(preview('{{ steps.get_usr.body }}')).toMatchObject({ fix: { text: 'steps.get_user.body' } })
    expect(preview('{{ inputs.userId }}')).toMatchObject({ fix: { text: 'input.userId' } })
  })

  test('writes a name that is no word in brackets', () => {
    expect(preview('{{ steps.get_user.body.lastname }}')).toMatchObject({
      fix: { text: 'steps.get_user.body["last name"]' },
    })
  })

  test('says which step has to run first', () => {
    expect(preview('{{ steps.later.body.id }}')).toEqual({
      kind: 'no_data',
      message: 'Run Get orders to see its fields',
      source: { nodeId: 'n2', name: 'Get orders' },
    })
    expect(preview('{{ vars.total }}')).toMatchObject({ kind: 'no_data' })
  })
})
