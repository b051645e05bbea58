import type { Redactor } from '@/lib/redact/create-redactor'
import type { ResponseRecord, StepRecord } from './schema'

/**
 * A record without secrets, whatever the other side echoed and wherever it put them. What Sluice itself
 * says of a step stays: a user name such as `next` or `http` would garble it.
 */
export function maskRecord(record: StepRecord, redactor: Redactor): StepRecord {
  const { nodeId, key, label, type, output, response, error, timing, attempts, endpoint } = record
  return {
    nodeId,
    key,
    label,
    type,
    output,
    input: redactor.json(record.input),
    request: redactor.json(record.request),
    response: response && maskResponse(response, redactor),
    result: redactor.json(record.result),
    error: error && { ...error, message: redactor.text(error.message) },
    timing,
    attempts,
    endpoint,
  }
}

function maskResponse(response: ResponseRecord, redactor: Redactor): ResponseRecord {
  const { body, encoding, bodyBytes, statusCode, truncated } = response
  return {
    statusCode,
    statusText: redactor.text(response.statusText),
    headers: redactor.json(response.headers),
    contentType: redactor.json(response.contentType),
    bodyBytes,
    body: encoding === 'base64' ? maskBase64(body, redactor) : redactor.text(body),
    encoding,
    truncated,
    redirectedFrom: redactor.json(response.redirectedFrom),
  }
}

/** Masked as the bytes that it stands for: inside base64 a secret may begin at any bit. */
function maskBase64(base64: string, redactor: Redactor): string {
  const bytes = Buffer.from(base64, 'base64')
  const masked = redactor.bytes(bytes)
  return masked === bytes ? base64 : Buffer.from(masked).toString('base64')
}
