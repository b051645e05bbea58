import { Play } from 'lucide-react'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PaletteItem } from './palette-item'
import { matchRank, rankItems } from './rank-items'

function item(label: string, more: Partial<PaletteItem> = {}): PaletteItem {
  return { id: label, group: 'Flows', label, icon: Play, action: { href: '/' }, ...more }
}

function labelsFor(query: string, items: PaletteItem[]): string[] {
  return rankItems(items, query, 8).flatMap((group) => group.items.map(({ label }) => label))
}

describe('matchRank', () => {
  test('prefers the beginning to a word, and a word to letters in between', () => {
    const ranks = ['Orders', 'Look up orders', 'Overdue readers', 'Refunds'].map((text) =>
      matchRank(text, 'orders'),
    )
    expect(ranks[0]!).toBeLessThan(ranks[1]!)
    expect(ranks[1]!).toBeLessThan(matchRank('Oh, reorder seats', 'orders')!)
    expect(ranks[3]).toBeNull()
  })

  test('prefers letters that are close together', () => {
    expect(matchRank('Reorder', 'order')!).toBeLessThan(matchRank('One road every year', 'order') ?? 3)
    expect(matchRank('Reorder', 'rdr')!).toBeLessThan(matchRank('Read and render', 'rdr')!)
  })

  test('is not about case, accents or spaces', () => {
    expect(matchRank('Café  à la carte', 'CAFE A')).toBe(matchRank('Cafe', 'cafe'))
    expect(matchRank('Go to Runs', 'go runs')).not.toBeNull()
  })

  test('finds every text by its letters in their order, and the more of it the better', () => {
    const cases = fc
      .stringMatching(/^[a-z][a-z ]{0,20}$/)
      .chain((text) => fc.tuple(fc.constant(text), fc.subarray(text.replaceAll(' ', '').split(''))))
    fc.assert(
      fc.property(cases, ([text, letters]) => {
        const rank = matchRank(text, letters.join(''))
        expect(rank).not.toBeNull()
        expect(rank!).toBeGreaterThanOrEqual(matchRank(text, text)!)
      }),
    )
  })
})

describe('rankItems', () => {
  test('lists everything in the order given while nothing is typed', () => {
    expect(labelsFor(' ', [item('B'), item('A')])).toEqual(['B', 'A'])
  })

  test('lets the group of the best match lead', () => {
    const groups = rankItems([item('Rarely unused names'), item('Runs', { group: 'Pages' })], 'run', 8)
    expect(groups.map(({ group }) => group)).toEqual(['Pages', 'Flows'])
  })

  test('keeps the order of the groups among equals', () => {
    const groups = rankItems([item('Run', { id: '1', group: 'Commands' }), item('Runs')], 'run', 8)
    expect(groups.map(({ group }) => group)).toEqual(['Flows', 'Commands'])
  })

  test('looks into details last, and there for words only', () => {
    const billing = item('Invoices', { detail: 'api.billing.com' })
    expect(labelsFor('bill', [billing, item('Bold illness')])).toEqual(['Bold illness', 'Invoices'])
    expect(labelsFor('bng', [billing])).toEqual([])
  })

  test('takes the first of those with the same id', () => {
    const both = [item('Sign out', { id: 'x', keys: 'A' }), item('Sign out', { id: 'x' })]
    expect(rankItems(both, '', 8)[0]?.items).toEqual([both[0]])
  })

  test('shows of each group the best ones only', () => {
    const many = Array.from({ length: 20 }, (_, index) => item(`Flow ${index}`))
    expect(labelsFor('flow', [...many, item('Flow', { id: 'exact' })])).toHaveLength(8)
  })

  test('never invents, repeats or drops what matches', () => {
    const items = fc.array(fc.string({ maxLength: 12 }).map((label) => item(label)))
    fc.assert(
      fc.property(items, fc.string({ maxLength: 4 }), (given, query) => {
        const found = rankItems(given, query, Infinity).flatMap((group) => group.items)
        const expected = new Set(
          given
            .filter(({ label }) => query.trim() === '' || matchRank(label, query) !== null)
            .map(({ id }) => id),
        )
        expect(found.map(({ id }) => id).toSorted()).toEqual([...expected].toSorted())
      }),
    )
  })
})
