import { expect, it } from 'vitest'
import { createTurns } from './take-turns'

/** Takes one after another by a queue of organizations, first come first. */
function takeAll(waiting: string[], { count, takes, ms }: { count: number; takes: number; ms: number }) {
  const turns = createTurns()
  const taken: string[][] = []
  let now = 0
  while (taken.length < takes) {
    const turn = turns.next([], now)
    if ('restMs' in turn) throw new Error('nobody is full')
    const organizationIds = waiting.filter((id) => !turn.passedOver.includes(id)).slice(0, count)
    for (const id of organizationIds) waiting.splice(waiting.indexOf(id), 1)
    now += ms
    turns.end(turn, { organizationIds, isAll: organizationIds.length < count, ms }, now)
    taken.push(organizationIds)
  }
  return taken
}

const many = (id: string, count: number) => Array.from({ length: count }, () => id)

it('gives everybody a turn before those who had one have the next, whoever was first', () => {
  const waiting = [...many('a', 10_000), ...many('b', 10_000), 'c']
  const taken = takeAll(waiting, { count: 10, takes: 100, ms: 10 })
  const firstOf = (id: string) => taken.findIndex((ids) => ids.includes(id))
  expect([firstOf('a'), firstOf('b')]).toEqual([0, 1])
  expect(firstOf('c')).toBeLessThan(60)
  // And then again.
  expect(taken.slice(firstOf('c') + 1).some((ids) => ids.includes('b'))).toBe(true)
})

it('takes as often from one alone, but for a twentieth', () => {
  const taken = takeAll(many('a', 10_000), { count: 10, takes: 420, ms: 100 })
  expect(taken.filter((ids) => ids.length === 0).length).toBeLessThanOrEqual(20)
})

it('passes over those who are full, after a rest', () => {
  const turns = createTurns()
  const full = ['a']
  const turn = turns.next(full, 0)
  expect(turn).toEqual({ passedOver: full, isOthers: false })
  if ('restMs' in turn) return
  turns.end(turn, { organizationIds: [], isAll: true, ms: 100 }, 100)
  expect(turns.next(full, 101)).toEqual({ restMs: 399 })
  expect(turns.next([], 101)).toEqual({ passedOver: [], isOthers: false })
  expect(turns.next(full, 500)).toEqual(turn)
})

it('has no turn for others when nobody was left', () => {
  const taken = takeAll(many('a', 5), { count: 10, takes: 3, ms: 10 })
  expect(taken.map((ids) => ids.length)).toEqual([5, 0, 0])
  const turns = createTurns()
  turns.end({ passedOver: [], isOthers: false }, { organizationIds: ['a'], isAll: true, ms: 1 }, 1)
  expect(turns.next([], 1_000)).toEqual({ passedOver: [], isOthers: false })
})
