import { TemplateError } from '@/lib/flows/template-error'
import type { StepError, StepErrorCode } from '@/lib/runs/schema'

/** How preparing a step fails: nothing was sent. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure'
  readonly error: StepError

  constructor(code: StepErrorCode, message: string) {
    super(message)
    this.error = { code, phase: 'prepare', message, limitSeconds: null, elapsedMs: null }
  }
}

/**
 * Fills in a template for a field; when that fails, the failure names the field.
 * @param field as people know it: `Path`, `Header “X-Trace”`
 * @throws StepFailure `invalid_template`
 */
export function inField<T>(field: string, fill: () => T): T {
  try {
    return fill()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const place = error.path === '' ? field : `${field}, at “${error.path}”`
    throw new StepFailure('invalid_template', `${place}: ${error.message}`)
  }
}
