import { hash } from 'node:crypto'

/** What is kept of an API token: 256 random bits need no slow hash. */
export function hashToken(token: string): string {
  return hash('sha256', token)
}
