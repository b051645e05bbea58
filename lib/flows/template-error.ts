/** A template that can't be read, or that mentions something that isn't there. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  /** The mention that leads nowhere; `null` when the template itself can't be read. */
  readonly reference: string | null
  /** Where inside a JSON value, in dots; empty for the value itself. */
  readonly path: string

  constructor(message: string, options: { reference?: string; path?: string } = {}) {
    super(message)
    this.reference = options.reference ?? null
    this.path = options.path ?? ''
  }
}
