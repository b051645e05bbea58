import { z } from 'zod'

/** Postgres keeps neither NUL nor half of a surrogate pair. */
export function isStorableText(value: string): boolean {
  return !value.includes('\u0000') && value.isWellFormed()
}

/** What to tell whoever sent one. */
export const unstorable = 'Remove the characters that are not valid Unicode text.'

/** For zod, whose own words are of its types: what to tell of a field that is missing. */
export function sentenceOfMissing(issue: { input: unknown }): string | undefined {
  return issue.input === undefined ? 'This is required.' : undefined
}

/** Characters of a name, whatever it is the name of. */
export const maxNameLength = 80

/** A name that people give: one line, of which something can be seen. */
export const nameSchema = z
  .string()
  .trim()
  .normalize('NFC')
  .refine(isStorableText, unstorable)
  .min(1, { error: 'Enter a name.', abort: true })
  .max(maxNameLength, `Use at most ${maxNameLength} characters.`)
  .regex(/^\P{Cc}*$/u, 'Remove the control characters, such as line breaks.')
  .refine(hasVisibleText, 'Enter a name.')

/** Spaces and what only joins or directs other characters are nothing to see. */
function hasVisibleText(value: string): boolean {
  return /[^\p{Z}\p{Cf}\p{Cc}]/u.test(value)
}
