/** What stands in a stored run where a secret was. */
export const redacted = '[REDACTED]'
