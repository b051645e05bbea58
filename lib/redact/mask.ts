/** What stands in the place of a secret, wherever one could have been. */
export const mask = '[REDACTED]'

/** True for what is shown instead of a secret, here or elsewhere, and can't be meant as one. */
export function looksLikeMask(text: string): boolean {
  const trimmed = text.trim()
  return trimmed === mask || /^[*•●]{3,}$/.test(trimmed)
}
