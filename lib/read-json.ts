import { AppError } from '@/lib/errors'

export const maxRequestBytes = 1024 * 1024

/**
 * The JSON body of a request, at most 1 MiB of it. An empty body is an empty object.
 * @throws AppError `unsupported_media_type`, `payload_too_large` or `invalid_input`
 */
export async function readJson(request: Request): Promise<unknown> {
  const coding = request.headers.get('content-encoding')
  if (coding !== null && coding.toLowerCase() !== 'identity') {
    throw new AppError('unsupported_media_type', 'Send the body as it is, without gzip or another coding.')
  }
  return parseJson(await readBytes(request), request.headers.get('content-type'))
}

/**
 * The same of a body that is here already.
 * @throws AppError
 */
export function parseJson(bytes: Uint8Array | ArrayBuffer, contentType: string | null): unknown {
  const text = decode(bytes)
  if (text === '') return {}
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json' && !/^application\/.+\+json$/.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.')
  }
  try {
    return JSON.parse(text, mayBeTooLarge.test(text) ? refuseTooLarge : undefined)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('invalid_input', 'The body is not valid JSON.')
  }
}

/** Whatever is beyond a double has an exponent of three digits, or very many digits. */
const mayBeTooLarge = /[eE]\+?\d{3}|\d{200}/

/** JSON.parse makes it infinite, which is neither what was sent nor anything that JSON could say again. */
function refuseTooLarge(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  throw new AppError('invalid_input', 'A number in the body is too large, beyond ±1.8e308.')
}

async function readBytes(request: Request): Promise<Uint8Array | ArrayBuffer> {
  // A server cuts a body off at the length that was announced. So this is bounded, and costs less than a
  // stream: behind our own server the bytes are taken as they come from the socket.
  const announced = Number(request.headers.get('content-length') ?? Number.NaN)
  if (announced > maxRequestBytes) throw tooLarge()
  return announced >= 0 ? readAll(request) : readStream(request)
}

async function readAll(request: Request): Promise<ArrayBuffer> {
  try {
    return await request.arrayBuffer()
  } catch (cause) {
    throw cutOff(cause)
  }
}

async function readStream(request: Request): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > maxRequestBytes) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw cutOff(error)
  }
  return Buffer.concat(chunks)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array | ArrayBuffer): string {
  if (bytes.byteLength > maxRequestBytes) throw tooLarge()
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not valid UTF-8.', { cause })
  }
}

/** For a body whose sender left in the middle of it. */
export function cutOff(cause: unknown): AppError {
  return new AppError('invalid_input', 'The body did not arrive in full.', { cause })
}

function tooLarge(): AppError {
  return new AppError('payload_too_large', 'A body has at most 1 MiB.')
}
