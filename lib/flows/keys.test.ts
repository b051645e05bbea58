import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromLabel, relabelNode, renameKey } from './keys'
import { keyPattern } from './schema'
import { anyText } from './testing/any-text'
import { definition } from './testing/definitions'
import { findReferences } from './templates'

describe('keyFromLabel', () => {
  it.each([
    ['Get customer', 'get_customer'],
    ['  Größe & Preis! ', 'große_preis'.replace('ß', '_')],
    ['2nd try', 'step_2nd_try'],
    ['顧客', 'step'],
  ])('makes a key of %j', (label, key) => {
    expect(keyFromLabel(label)).toBe(key)
  })

  it('numbers what is taken', () => {
    expect(keyFromLabel('Get customer', ['get_customer', 'get_customer_2'])).toBe('get_customer_3')
  })

  it('makes a valid, free key of any label', () => {
    fc.assert(
      fc.property(anyText(200), (label) => {
        const first = keyFromLabel(label)
        const second = keyFromLabel(label, [first])
        expect(first).toMatch(keyPattern)
        expect(second).toMatch(keyPattern)
        expect(second).not.toBe(first)
      }),
    )
  })
})

const flow = definition(
  [
    { id: 'start', type: 'start', data: { inputs: [] } },
    { id: 'get', type: 'apiCall', data: { key: 'get_user', label: 'Get user' } },
    {
      id: 'send',
      type: 'apiCall',
      data: {
        path: '/users/{{ steps.get_user.body.id }}/{{steps["get_user"].body.name | default: steps.get_user.status}}',
        query: [{ name: 'q', value: 'steps.get_user and {{ steps.get_user_2.body }}', enabled: false }],
        body: {
          type: 'json',
          content: '{\n  "a": "{{ steps.get_user.body.a | default: \\"get_user\\" }}",\n  "get_user": 1\n}',
        },
      },
    },
    { id: 'done', type: 'end', data: { output: { nested: [{ x: '{{ steps.get_user.body }}' }] } } },
  ],
  ['start.next -> get', 'get.success -> send', 'send.success -> done'],
)

function dataOf(flowDefinition: typeof flow, id: string) {
  return flowDefinition.nodes.find((node) => node.id === id)?.data as Record<string, never>
}

describe('renameKey', () => {
  const renamed = renameKey(flow, 'get', 'fetch_user')

  it('changes the key and every reference, however it is spelled and wherever it stands', () => {
    expect(dataOf(renamed, 'get')).toMatchObject({ key: 'fetch_user' })
    expect(dataOf(renamed, 'send')).toMatchObject({
      path: '/users/{{ steps.fetch_user.body.id }}/{{steps["fetch_user"].body.name | default: steps.fetch_user.status}}',
      body: {
        content: '{\n  "a": "{{ steps.fetch_user.body.a | default: \\"get_user\\" }}",\n  "get_user": 1\n}',
      },
    })
    expect(dataOf(renamed, 'done')).toMatchObject({
      output: { nested: [{ x: '{{ steps.fetch_user.body }}' }] },
    })
  })

  it('leaves alone what only looks like a reference', () => {
    expect(dataOf(renamed, 'send')).toMatchObject({
      query: [{ value: 'steps.get_user and {{ steps.get_user_2.body }}' }],
    })
  })

  it('loses and invents no reference, and goes back the way it came', () => {
    const back = renameKey(renamed, 'get', 'get_user')
    expect(back).toEqual(flow)
    const count = (text: string) => findReferences(text).length
    expect(count(String(dataOf(renamed, 'send').path))).toBe(count(String(dataOf(flow, 'send').path)))
  })

  it('leaves references with the other step when two have one key', () => {
    const twice = definition(
      [
        { id: 'a', type: 'apiCall', data: { key: 'same' } },
        { id: 'b', type: 'apiCall', data: { key: 'same', path: '{{ steps.same.body }}' } },
      ],
      [],
    )
    const mended = renameKey(twice, 'b', 'other')
    expect(dataOf(mended, 'b')).toMatchObject({ key: 'other', path: '{{ steps.same.body }}' })
  })
})

describe('relabelNode', () => {
  it('lets the key follow the label, and references the key', () => {
    const relabelled = relabelNode(flow, 'get', 'Load person')
    expect(dataOf(relabelled, 'get')).toMatchObject({ label: 'Load person', key: 'load_person' })
    expect(dataOf(relabelled, 'done')).toMatchObject({
      output: { nested: [{ x: '{{ steps.load_person.body }}' }] },
    })
  })

  it('keeps a key that was chosen by hand', () => {
    const chosen = renameKey(flow, 'get', 'u')
    expect(dataOf(relabelNode(chosen, 'get', 'Load person'), 'get')).toMatchObject({
      key: 'u',
      label: 'Load person',
    })
  })

  it('keeps the key while the label changes in ways that don’t reach it', () => {
    expect(dataOf(relabelNode(flow, 'get', 'Get user!'), 'get')).toMatchObject({ key: 'get_user' })
  })
})
