import type { StepRecord } from './schema'
import { keptJson } from './storable-json'

/** Of one body, as stored. */
export const maxStoredBytes = 1024 * 1024

/** A record as it is stored: what is longer than `maxStoredBytes` is cut, and says so. */
export function cutRecord(record: StepRecord): StepRecord {
  // A UTF-16 unit is at least one byte and at most three.
  if (keptJson(record).length * 3 <= maxStoredBytes) return record
  const { request, response } = record
  return {
    ...record,
    input: cutValue(record.input),
    result: cutValue(record.result),
    request: request && { ...request, ...cutBody(request.body, 'utf8') },
    response: response && { ...response, ...cutBody(response.body, response.encoding) },
  }
}

function cutBody<B extends string | null>(body: B, encoding: 'utf8' | 'base64') {
  if (body === null || body.length * 3 <= maxStoredBytes) return { body, truncated: false }
  const bytes = Buffer.from(body, 'utf8')
  if (bytes.byteLength <= maxStoredBytes) return { body, truncated: false }
  return { body: cutText(bytes, encoding) as B, truncated: true }
}

function cutText(bytes: Buffer, encoding: 'utf8' | 'base64'): string {
  // Base64 stays decodable at a multiple of four, and the limit is one.
  if (encoding === 'base64') return bytes.toString('latin1', 0, maxStoredBytes)
  // Streaming, the decoder keeps back a character that is only half there.
  return new TextDecoder().decode(bytes.subarray(0, maxStoredBytes), { stream: true })
}

/** A value that is too large to keep, as a note and its beginning. */
function cutValue(value: unknown): unknown {
  const json = JSON.stringify(value)
  if (json === undefined || json.length <= maxStoredBytes) return value
  return { truncated: true, characters: json.length, beginning: json.slice(0, 10_000) }
}
