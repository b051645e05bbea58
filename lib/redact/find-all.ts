/** A stretch of a text: from `start` to before `end`. */
export type Span = { start: number; end: number }

/** Finds what any of the patterns covers, in order and with overlaps joined. */
export function createFinder(patterns: string[]): (text: string) => Span[] {
  const { step, longest } = createAutomaton(patterns)
  return (text) => {
    const found: Span[] = []
    let node = 0
    for (let place = 0; place < text.length; place++) {
      node = step(node, text.charCodeAt(place))
      const length = longest[node] ?? 0
      if (length !== 0) addSpan(found, place + 1 - length, place + 1)
    }
    return found
  }
}

/** Letters and digits, in one case: what is left of a text when all that encodings put between them is gone. */
const folded = new Uint8Array(128)
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789') {
  folded[character.charCodeAt(0)] = folded[character.toUpperCase().charCodeAt(0)] = character.charCodeAt(0)
}

/** The letters and digits of a text, in lower case. */
export function foldText(text: string): string {
  return text.replace(/[^a-z0-9]+/gi, '').toLowerCase()
}

/**
 * The same for folded patterns, in whatever case and with whatever stands between the letters and digits
 * of the text: line breaks, separators, quotes, the zero bytes of UTF-16.
 */
export function createLooseFinder(patterns: string[]): (text: string) => Span[] {
  const { step, longest } = createAutomaton(patterns)
  const longestPattern = patterns.reduce((most, { length }) => Math.max(most, length), 1)
  // The places of the last letters and digits, as many as a pattern can have.
  const ring = new Int32Array(2 ** Math.ceil(Math.log2(longestPattern)))
  const wrap = ring.length - 1
  return (text) => {
    const found: Span[] = []
    let node = 0
    let count = 0
    for (let place = 0; place < text.length; place++) {
      const code = text.charCodeAt(place)
      const character = code < 128 ? (folded[code] ?? 0) : 0
      if (character === 0) continue
      ring[count & wrap] = place
      count += 1
      node = step(node, character)
      const length = longest[node] ?? 0
      if (length !== 0) addSpan(found, ring[(count - length) & wrap] ?? 0, place + 1)
    }
    return found
  }
}

/** How many letters and digits `createFoldedSearch` looks for. Six bits each, they fit into one small number. */
export const foldedWidth = 5

const noWitness = 0
const windowMask = 2 ** (6 * foldedWidth) - 1

/**
 * Tells whether a text, when folded, has any of some folded texts of `foldedWidth` characters. One pass with
 * hardly any work, and as good as nothing to prepare.
 */
export function createFoldedSearch(wanted: string[]): (text: string) => boolean {
  const windows = wanted.map((text) => windowOf(text))
  // 64 bytes, which V8 keeps beside the other objects; for more it asks the system, at many times the price.
  const slots = new Int32Array(16)
  for (const window of windows) slots[slotOf(window) >>> 5]! |= 1 << (slotOf(window) & 31)
  return (text) => {
    let window = noWitness
    for (let place = 0; place < text.length; place++) {
      const code = text.charCodeAt(place)
      const symbol = code < 128 ? (symbols[code] ?? 0) : 0
      if (symbol === 0) continue
      window = ((window << 6) | symbol) & windowMask
      const slot = slotOf(window)
      if (((slots[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0 && windows.includes(window)) return true
    }
    return false
  }
}

/** Letters and digits as numbers from 1 to 36, in one case. */
const symbols = folded.map((code) => (code === 0 ? 0 : code < 0x61 ? code - 0x2f : code - 0x56))

function windowOf(text: string): number {
  let window = noWitness
  for (let place = 0; place < text.length; place++)
    window = (window << 6) | (symbols[text.charCodeAt(place)] ?? 0)
  return window
}

/** From 0 to 511. */
function slotOf(window: number): number {
  return Math.imul(window, 0x9e3779b1) >>> 23
}

/** Spans of several finders as one list, in order and with overlaps joined. */
export function joinSpans(lists: Span[][]): Span[] {
  if (lists.length === 0) return []
  const filled = lists.filter((list) => list.length > 0)
  if (filled.length <= 1) return filled[0] ?? []
  const joined: Span[] = []
  for (const { start, end } of filled.flat().sort((a, b) => a.end - b.end)) addSpan(joined, start, end)
  return joined
}

/**
 * An Aho–Corasick automaton, whose nodes are the prefixes of the patterns: one pass over the text, however
 * text and patterns are made up.
 */
function createAutomaton(patterns: string[]) {
  const size = patterns.reduce((sum, pattern) => sum + pattern.length, 1)
  // Children of a node are a linked list; those of the root, where most of a text is spent, a table, and
  // those of other nodes with many, which are near the root, a table of the characters of ASCII.
  const character = new Uint16Array(size)
  const firstChild = new Int32Array(size)
  const nextSibling = new Int32Array(size)
  const fallback = new Int32Array(size)
  /** Length of the longest pattern that ends at a node, 0 for none. */
  const longest = new Int32Array(size)
  const fromRoot = new Int32Array(65_536)
  const tableOfNode = new Int32Array(size)
  let tables = new Int32Array(0)
  let nodes = 1

  function child(node: number, code: number): number {
    if (node === 0) return fromRoot[code] ?? 0
    const table = tableOfNode[node] ?? 0
    if (table !== 0 && code < 128) return tables[(table - 1) * 128 + code] ?? 0
    for (let next = firstChild[node] ?? 0; next !== 0; next = nextSibling[next] ?? 0) {
      if (character[next] === code) return next
    }
    return 0
  }

  function step(node: number, code: number): number {
    let from = node
    for (;;) {
      const next = child(from, code)
      if (next !== 0 || from === 0) return next
      from = fallback[from] ?? 0
    }
  }

  for (const pattern of patterns) {
    let node = 0
    for (let place = 0; place < pattern.length; place++) {
      const code = pattern.charCodeAt(place)
      let next = child(node, code)
      if (next === 0) {
        next = nodes++
        character[next] = code
        nextSibling[next] = firstChild[node] ?? 0
        firstChild[node] = next
        if (node === 0) fromRoot[code] = next
      }
      node = next
    }
    longest[node] = pattern.length
  }

  const crowded: number[] = []
  for (let node = 1; node < nodes; node++) if (hasManyChildren(node)) crowded.push(node)
  const filledTables = new Int32Array(crowded.length * 128)
  crowded.forEach((node, index) => {
    for (let next = firstChild[node] ?? 0; next !== 0; next = nextSibling[next] ?? 0) {
      const code = character[next] ?? 0
      if (code < 128) filledTables[index * 128 + code] = next
    }
    tableOfNode[node] = index + 1
  })
  tables = filledTables

  function hasManyChildren(node: number): boolean {
    let left = 3
    for (let next = firstChild[node] ?? 0; next !== 0 && left > 0; next = nextSibling[next] ?? 0) left -= 1
    return left === 0
  }

  // Breadth first: a fallback is always nearer to the root, so it is ready when it is needed.
  const queue = new Int32Array(size)
  let filled = 0
  for (let node = firstChild[0] ?? 0; node !== 0; node = nextSibling[node] ?? 0) queue[filled++] = node
  for (let read = 0; read < filled; read++) {
    const node = queue[read] ?? 0
    for (let next = firstChild[node] ?? 0; next !== 0; next = nextSibling[next] ?? 0) {
      const suffix = step(fallback[node] ?? 0, character[next] ?? 0)
      fallback[next] = suffix
      longest[next] ||= longest[suffix] ?? 0
      queue[filled++] = next
    }
  }
  return { step, longest }
}

/** Spans come in the order of their ends, so only the last ones can overlap a new one. */
function addSpan(spans: Span[], start: number, end: number): void {
  let from = start
  for (let last = spans.at(-1); last && last.end > from; last = spans.at(-1)) {
    from = Math.min(from, last.start)
    spans.pop()
  }
  spans.push({ start: from, end })
}
