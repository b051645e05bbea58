import type { RequestRecord } from '@/lib/runs/schema'
import { redacted } from './redacted'

/** curl sets these itself from the rest of the command. */
const ownHeaders = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'accept-encoding'])

/**
 * A command for a POSIX shell that sends the request again. Every masked secret becomes a shell
 * variable named after the endpoint, `$BILLING_API_TOKEN`, for the reader to set.
 */
export function toCurl(request: RequestRecord, endpointName: string | null): string {
  const headers = request.headers.filter(({ name }) => !ownHeaders.has(name.toLowerCase()))
  const parts = [
    ...methodArguments(request),
    // curl would read brackets and braces in an address as ranges.
    ...(/[[\]{}]/.test(request.url) ? ['--globoff'] : []),
    ...(request.headers.some(({ name }) => name.toLowerCase() === 'accept-encoding') ? ['--compressed'] : []),
    ...headers.map((header) => `-H ${headerArgument(header, endpointName)}`),
    ...(request.body === null ? [] : [`--data-raw ${quote(request.body)}`]),
  ]
  return [`curl ${quote(request.url)}`, ...parts].join(' \\\n  ')
}

function methodArguments({ method, body }: RequestRecord): string[] {
  if (method === 'HEAD') return ['--head']
  return method === (body === null ? 'GET' : 'POST') ? [] : [`-X ${method}`]
}

function headerArgument(
  { name, value }: { name: string; value: string },
  endpointName: string | null,
): string {
  if (value === '') return quote(`${name};`)
  if (!value.includes(redacted)) return quote(`${name}: ${value}`)
  const variable = `$${variableName(name, value, endpointName)}`
  const [before = '', ...after] = value.split(redacted)
  const text = [before, ...after].map(escapeInDoubleQuotes).join(variable)
  return `"${escapeInDoubleQuotes(name)}: ${text}"`
}

function variableName(header: string, value: string, endpointName: string | null): string {
  const owner = upperSnake(endpointName ?? '') || 'API'
  if (header.toLowerCase() !== 'authorization') return `${owner}_${upperSnake(header)}`
  return value.startsWith('Basic ') ? `${owner}_CREDENTIALS` : `${owner}_TOKEN`
}

function upperSnake(text: string): string {
  const name = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  // A variable's name can't start with a digit.
  return /^\d/.test(name) ? `API_${name}` : name
}

/** One word of a POSIX shell, whatever is in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function escapeInDoubleQuotes(text: string): string {
  return text.replace(/[\\"$`]/g, String.raw`\$&`)
}
