/** What stands in a stored run where a secret was. */
export const redacted = '[REDACTED]'

/** The inputs of a run that can be sent again: what was masked in its record is not a value. */
export function withoutMasked(input: Record<string, unknown>): Record<string, unknown> {
  const isMasked = (value: unknown) => JSON.stringify(value ?? null).includes(redacted)
  return Object.fromEntries(Object.entries(input).filter(([, value]) => !isMasked(value)))
}
