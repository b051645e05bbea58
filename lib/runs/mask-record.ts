import type { Redactor } from '@/lib/redact/create-redactor'
import type { ResponseRecord, StepRecord } from './schema'

/**
 * A record without secrets, whatever the other side echoed and wherever it put them. What Sluice itself
 * says of a step stays: a user name such as `next` or `http` would garble it.
 */
export function maskRecord(record: StepRecord, redactor: Redactor): StepRecord {
  const { input, result, request, response, error } = record
  return {
    ...record,
    ...redactor.json({ input, result, request }),
    response: response && maskResponse(response, redactor),
    error: error && { ...error, message: redactor.text(error.message) },
  }
}

function maskResponse(response: ResponseRecord, redactor: Redactor): ResponseRecord {
  const { body, encoding, ...rest } = response
  return {
    ...redactor.json(rest),
    encoding,
    body: encoding === 'base64' ? maskBase64(body, redactor) : redactor.text(body),
  }
}

/** Masked as the bytes that it stands for: inside base64 a secret may begin at any bit. */
function maskBase64(base64: string, redactor: Redactor): string {
  const bytes = Buffer.from(base64, 'base64')
  const masked = redactor.bytes(bytes)
  return masked === bytes ? base64 : Buffer.from(masked).toString('base64')
}
