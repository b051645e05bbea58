import { SendFailure } from '@/lib/http/failures'
import type { HeaderField } from '@/lib/http/types'

export const maxResponseHeaderBytes = 16 * 1024
export const maxResponseHeaders = 100

export type ResponseHead = { statusCode: number; statusText: string; fields: HeaderField[] }

/**
 * The head of an answer, from what the parser saw on the wire.
 *
 * @param rawHeaders names and values in turn
 * @throws SendFailure `invalid_response` for what two readers could read differently
 */
export function readHead(
  statusCode: number,
  statusText: string,
  rawHeaders: readonly Buffer[],
): ResponseHead {
  if (rawHeaders.length > maxResponseHeaders * 2) throw refuse('The answer has more than 100 headers.')
  const fields: HeaderField[] = []
  let lengths = 0
  const codings: string[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toString('latin1').toLowerCase()
    const value = rawHeaders[index + 1]!.toString('latin1').trim()
    fields.push({ name, value })
    if (name === 'content-length') lengths += 1
    if (name === 'transfer-encoding') codings.push(value.toLowerCase())
  }
  if (lengths > 1 || (lengths === 1 && codings.length > 0)) throw refuse('The answer gives its length twice.')
  if (codings.length > 1 || (codings[0] ?? 'chunked') !== 'chunked')
    throw refuse('The answer is framed in an unknown way.')
  return { statusCode, statusText, fields }
}

/** The value of a header, repeated ones joined by ", "; `undefined` when absent. */
export function headerOf(head: ResponseHead, name: string): string | undefined {
  let joined: string | undefined
  for (const field of head.fields) {
    if (field.name === name) joined = joined === undefined ? field.value : `${joined}, ${field.value}`
  }
  return joined
}

/** All headers as an object; a name such as `__proto__` is an ordinary key of it. */
export function headersObject(head: ResponseHead): Record<string, string> {
  const joined = new Map<string, string>()
  for (const { name, value } of head.fields) {
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before}${name === 'set-cookie' ? '\n' : ', '}${value}`)
  }
  return Object.fromEntries(joined)
}

function refuse(message: string): SendFailure {
  return new SendFailure('invalid_response', 'download', { message })
}
