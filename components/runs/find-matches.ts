/** More marks than this slow the page down and help nobody. */
export const maxMatches = 1000

/** Where `query` stands in `text`, in any case; at most `maxMatches` of them. */
export function findMatches(text: string, query: string): number[] {
  if (query === '') return []
  const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'gi')
  const found: number[] = []
  for (const match of text.matchAll(pattern)) {
    found.push(match.index)
    if (found.length === maxMatches) break
  }
  return found
}
