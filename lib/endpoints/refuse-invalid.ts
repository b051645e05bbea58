import { AppError, type FieldError } from '@/lib/errors'

/** @throws AppError `invalid_input` when there is any error */
export function refuseInvalid(fieldErrors: FieldError[]): void {
  const [first, ...others] = fieldErrors
  if (!first) return
  const message = others.length === 0 ? first.message : 'Some fields need another look.'
  throw new AppError('invalid_input', message, { fieldErrors })
}
