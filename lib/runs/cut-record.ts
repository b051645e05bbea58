import type { StepRecord } from './schema'
import { keptJson } from './storable-json'

/** Of one body, as stored. */
const maxStoredBytes = 1024 * 1024

/**
 * A record as it is stored: what is longer than `maxStoredBytes` is cut, and says so.
 * @param room bytes of each of its parts when there is less room
 */
export function cutRecord(record: StepRecord, room: number): StepRecord {
  const limit = Math.min(room, maxStoredBytes) & ~3 // a multiple of four, for base64
  // A UTF-16 unit is at least one byte and at most three.
  if (keptJson(record).length * 3 <= limit) return record
  const { request, response } = record
  return {
    ...record,
    input: cutValue(record.input, limit),
    result: cutValue(record.result, limit),
    request: request && { ...request, ...cutBody(request.body, 'utf8', limit) },
    response: response && { ...response, ...cutBody(response.body, response.encoding, limit) },
  }
}

function cutBody<B extends string | null>(body: B, encoding: 'utf8' | 'base64', limit: number) {
  if (body === null || body.length * 3 <= limit) return { body, truncated: false }
  const bytes = Buffer.from(body, 'utf8')
  if (bytes.byteLength <= limit) return { body, truncated: false }
  return { body: cutText(bytes, encoding, limit) as B, truncated: true }
}

function cutText(bytes: Buffer, encoding: 'utf8' | 'base64', limit: number): string {
  // Base64 stays decodable at a multiple of four, and the limit is one.
  if (encoding === 'base64') return bytes.toString('latin1', 0, limit)
  // Streaming, the decoder keeps back a character that is only half there.
  return new TextDecoder().decode(bytes.subarray(0, limit), { stream: true })
}

/** A value that is too large to keep, as a note and its beginning. */
function cutValue(value: unknown, limit: number): unknown {
  const json = JSON.stringify(value)
  if (json === undefined || json.length <= limit) return value
  return { truncated: true, characters: json.length, beginning: json.slice(0, Math.min(limit, 10_000)) }
}

/** What is left of a record of which something can't be stored. */
export function bareRecord({ nodeId, key, label, type, output, error, endpoint }: StepRecord): StepRecord {
  return {
    nodeId,
    key,
    label,
    type,
    output,
    input: null,
    request: null,
    response: null,
    result: null,
    error,
    timing: null,
    attempts: [],
    endpoint,
  }
}
