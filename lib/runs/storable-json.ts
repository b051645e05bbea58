/**
 * A value as JSON text that Postgres takes into a `jsonb` column: it refuses NUL and halves of surrogate
 * pairs, which an API may well answer with. They become U+FFFD.
 */
export function storableJson(value: unknown): string {
  // JSON.stringify writes both as \u escapes; an escaped backslash before a `u` is something else.
  const json = JSON.stringify(value ?? null)
  // Nearly always there is nothing to look at, and finding that out costs next to nothing.
  if (!json.includes('\\u')) return json
  return json.replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (found) =>
    found === '\\\\' ? found : '\ufffd',
  )
}
