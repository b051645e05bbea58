import { type PaletteGroup, paletteGroups, type PaletteItem } from './palette-item'

/** How good a match is; the smaller, the better. */
const ranks = { prefix: 0, wordStart: 1, subsequence: 2, detail: 4 } as const

/**
 * How well a text answers a query: it begins with it, a word in it does, or its letters are there in that
 * order, the closer together the better. `null` when it doesn't.
 */
export function matchRank(text: string, query: string): number | null {
  const [plain, sought] = [normalize(text), normalize(query)]
  if (plain.startsWith(sought)) return ranks.prefix
  if (startsWord(plain, sought)) return ranks.wordStart
  const gaps = gapsBetween(plain, sought.replaceAll(' ', ''))
  // Below the next rank however far apart they are.
  return gaps === null ? null : ranks.subsequence + 1 - 1 / (1 + gaps)
}

export type RankedGroup = { group: PaletteGroup; items: PaletteItem[] }

/**
 * What matches, in groups, the best first. The group of the best match leads, so that Enter does what was
 * meant. Nothing typed matches everything, in the order given.
 */
export function rankItems(items: readonly PaletteItem[], query: string, limit: number): RankedGroup[] {
  const ranked = uniqueItems(items)
    .flatMap((item) => {
      const rank = itemRank(item, query)
      return rank === null ? [] : [{ item, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
  return paletteGroups
    .map((group) => ({ group, found: ranked.filter(({ item }) => item.group === group) }))
    .filter(({ found }) => found.length > 0)
    .toSorted((a, b) => a.found[0]!.rank - b.found[0]!.rank)
    .map(({ group, found }) => ({ group, items: found.slice(0, limit).map(({ item }) => item) }))
}

function itemRank({ label, detail }: PaletteItem, query: string): number | null {
  if (query.trim() === '') return 0
  const rank = matchRank(label, query)
  if (rank !== null || detail === undefined) return rank
  return startsWord(normalize(detail), normalize(query)) ? ranks.detail : null
}

function uniqueItems(items: readonly PaletteItem[]): PaletteItem[] {
  return [...new Map(items.toReversed().map((item) => [item.id, item])).values()].toReversed()
}

/** Without case, accents and more than one space at a time. */
function normalize(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
}

function startsWord(text: string, query: string): boolean {
  for (let at = text.indexOf(query); at !== -1; at = text.indexOf(query, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)) return true
  }
  return false
}

/** Characters that lie between those sought, when they are all there in their order. */
function gapsBetween(text: string, sought: string): number | null {
  let gaps = 0
  let last = -1
  for (const character of sought) {
    const at = text.indexOf(character, last + 1)
    if (at === -1) return null
    if (last !== -1) gaps += at - last - 1
    last = at + character.length - 1
  }
  return gaps
}
