/** Why what was pasted can’t be imported, in a sentence that never quotes a secret. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}
