import { AppError } from '@/lib/errors'

export const maxRequestBytes = 1024 * 1024

/**
 * The JSON body of a request, at most 1 MiB of it. An empty body is an empty object.
 * @throws AppError `unsupported_media_type`, `payload_too_large` or `invalid_input`
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request)
  if (text === '') return {}
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json' && !/^application\/.+\+json$/.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid_input', 'The body is not valid JSON.')
  }
}

async function readText(request: Request): Promise<string> {
  if (!request.body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  let text = ''
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > maxRequestBytes) throw new AppError('payload_too_large', 'A body has at most 1 MiB.')
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('invalid_input', 'The body is not valid UTF-8.', { cause: error })
  }
}
