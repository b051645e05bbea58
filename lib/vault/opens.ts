import type { Vault } from './create-vault'
import type { Binding } from './encode-binding'

/** Whether a stored secret can be used, for telling people without showing any of it. */
export function opens(vault: Pick<Vault, 'open'>, sealed: string, binding: Binding): boolean {
  try {
    vault.open(sealed, binding)
    return true
  } catch {
    return false // it has one way to fail
  }
}
