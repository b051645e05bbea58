/** Postgres keeps neither NUL nor half of a surrogate pair. */
export function isStorableText(value: string): boolean {
  return !value.includes('\u0000') && value.isWellFormed()
}

/** What to tell whoever sent one. */
export const unstorable = 'Remove the characters that are not valid Unicode text.'
