import { getHeapSpaceStatistics } from 'node:v8'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Bag } from './bag'

it('has what was added and not taken out, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 60 }), (choices) => {
      const bag = new Bag<number>()
      const expected = new Map<number, () => void>()
      choices.forEach((choice, step) => {
        const [item, takeOut] = [...expected][choice] ?? []
        if (item === undefined) expected.set(step, bag.add(step))
        else {
          takeOut?.()
          takeOut?.() // once is enough
          expected.delete(item)
        }
        expect(bag.size).toBe(expected.size)
      })
      expect(new Set(bag.all())).toEqual(new Set(expected.keys()))
    }),
  )
})

it('has an item as often as it was added', () => {
  const bag = new Bag<string>()
  const takeOut = bag.add('twice')
  bag.add('twice')
  takeOut()
  expect(bag.all()).toEqual(['twice'])
})

it('keeps nothing alive that was taken out', () => {
  const bag = new Bag<object>()
  const [atOnce, rounds] = [50, 1_000]
  let takeOuts: (() => void)[] = []
  let before = 0
  for (let round = 0; round < rounds; round++) {
    if (round === 10) {
      collectYoung() // whatever is there now gets old
      before = oldBytes()
    }
    const next = Array.from({ length: atOnce }, () => bag.add({ bulk: bulk() }))
    for (const takeOut of takeOuts) takeOut()
    takeOuts = next
  }
  expect(bag.size).toBe(atOnce)
  expect((oldBytes() - before) / rounds / atOnce).toBeLessThan(bulkBytes / 16)
})

it('keeps nothing alive when it fills again after it was nearly empty', () => {
  const bag = new Bag<object>()
  const atOnce = 50
  const fill = () => Array.from({ length: atOnce }, () => bag.add({ bulk: bulk() }))
  const takeOuts = fill()
  collectYoung()
  for (const takeOut of takeOuts.slice(1)) takeOut()
  const before = oldBytes()
  for (const takeOut of fill()) takeOut()
  collectYoung()
  expect(oldBytes() - before).toBeLessThan((atOnce * bulkBytes) / 2)
})

const bulkBytes = 800
const bulk = () => Array.from({ length: bulkBytes / 8 })

/** Whatever lives longer than this is old. */
function collectYoung(): void {
  for (let count = 0; count < 100_000; count++) bulk()
}

/** What V8 takes for long-lived by now. */
function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0
}
