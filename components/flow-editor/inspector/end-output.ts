export type OutputRow = { name: string; value: string }

/** The rows of an output whose values are all texts; `null` for one that only JSON can show. */
export function outputRows(output: Record<string, unknown>): OutputRow[] | null {
  const rows: OutputRow[] = []
  for (const [name, value] of Object.entries(output)) {
    if (typeof value !== 'string') return null
    rows.push({ name, value })
  }
  return rows
}

/** The output that the rows describe, empty ones left out, or the name that stands in the way because it comes twice. */
export function rowsToOutput(rows: OutputRow[]): { output: Record<string, string> } | { duplicate: string } {
  const filled = rows.filter(({ name, value }) => name !== '' || value !== '')
  const seen = new Set<string>()
  for (const { name } of filled) {
    if (seen.has(name)) return { duplicate: name }
    seen.add(name)
  }
  return { output: Object.fromEntries(filled.map(({ name, value }) => [name, value])) }
}

/** The output in a JSON text, or why there is none. */
export function parseOutput(text: string): { output: Record<string, unknown> } | { error: string } {
  let value: unknown
  try {
    value = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return { error: 'This is not valid JSON. Put {{ … }} in quotes; one value alone keeps its type.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { error: 'The output is an object, such as {"id": "{{ input.id }}"}.' }
  }
  return { output: value as Record<string, unknown> }
}
