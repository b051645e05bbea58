/** A stretch of a text: from `start` to before `end`. */
export type Span = { start: number; end: number }

/**
 * Finds what any of the patterns covers, in order and with overlaps joined. An Aho–Corasick automaton,
 * whose nodes are the prefixes of the patterns: one pass over the text, however text and patterns are
 * made up.
 */
export function createFinder(patterns: string[]): (text: string) => Span[] {
  const size = patterns.reduce((sum, pattern) => sum + pattern.length, 1)
  // Children of a node are a linked list; those of the root, where most of a text is spent, a table.
  const character = new Uint16Array(size)
  const firstChild = new Int32Array(size)
  const nextSibling = new Int32Array(size)
  const fallback = new Int32Array(size)
  /** Length of the longest pattern that ends at a node, 0 for none. */
  const longest = new Int32Array(size)
  const fromRoot = new Int32Array(65_536)
  let nodes = 1

  function child(node: number, code: number): number {
    if (node === 0) return fromRoot[code] ?? 0
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

/** Spans come in the order of their ends, so only the last ones can overlap a new one. */
function addSpan(spans: Span[], start: number, end: number): void {
  let from = start
  for (let last = spans.at(-1); last && last.end > from; last = spans.at(-1)) {
    from = Math.min(from, last.start)
    spans.pop()
  }
  spans.push({ start: from, end })
}
