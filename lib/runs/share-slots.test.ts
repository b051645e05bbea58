import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shareSlots } from './share-slots'

const slots = 150

/** Takes for organizations that would have everything, until there is nothing to take. */
function fill(greedy: string[], executing = new Map<string, number>()): Map<string, number> {
  for (;;) {
    const { count, full } = shareSlots(slots, executing)
    const next = greedy.filter((id) => !full.includes(id)).at(0)
    if (count === 0 || next === undefined) return executing
    executing.set(next, (executing.get(next) ?? 0) + count)
  }
}

it('gives one alone two thirds', () => {
  expect([...fill(['a'])]).toEqual([['a', 100]])
})

it('gives those who come later as much as those who came first, once these have had their turn', () => {
  const executing = fill(['a'])
  for (let turn = 0; turn < 500; turn++) {
    const [most = ''] = [...executing].sort(([, one], [, other]) => other - one)[0] ?? []
    executing.set(most, (executing.get(most) ?? 0) - 1)
    fill(['b', 'a'], executing)
  }
  expect([...executing].map(([id, runs]) => [id, Math.round(runs / 10)])).toEqual([
    ['a', 6],
    ['b', 6],
  ])
})

it('keeps room for a fifth, whoever of four takes what is to be had and is done with it in whatever order', () => {
  const organizations = 4
  const turns = fc.array(fc.tuple(fc.nat({ max: organizations - 1 }), fc.nat({ max: 40 })), {
    maxLength: 300,
  })
  fc.assert(
    fc.property(turns, (taken) => {
      const executing = new Map<string, number>()
      for (const [organization, done] of taken) {
        const id = `${organization}`
        const { count, full } = shareSlots(slots, executing)
        expect(count).toBeGreaterThan(0)
        const runs = executing.get(id) ?? 0
        executing.set(id, full.includes(id) ? Math.max(0, runs - done) : runs + count)
      }
    }),
  )
})
