import type { FailureCode, FailurePhase } from '@/lib/http/types'

type Sentence = string | ({ other: string } & Partial<Record<FailurePhase, string>>)

/**
 * What people read. Fixed: no URL, address, name or anything the other side said, so that a message
 * can neither leak a secret nor tell apart two blocked targets.
 */
const sentences: Record<FailureCode, Sentence> = {
  invalid_request: 'The request could not be built, so nothing was sent.',
  blocked: 'This address is not allowed by your organization’s network policy.',
  busy: 'Too many calls are running at once for your organization or this API. Nothing was sent.',
  dns_failed: 'The host name could not be found.',
  connect_timeout: {
    dns: 'The host name was not resolved within the connection timeout.',
    tls: 'The server accepted the connection, but did not secure it within the connection timeout.',
    other: 'No connection was made within the connection timeout.',
  },
  connection_failed: {
    connect: 'The server refused the connection or could not be reached.',
    download: 'The connection was closed before the answer was complete.',
    other: 'The connection was closed before an answer arrived.',
  },
  tls_failed: 'A secure connection failed: the server’s certificate or encryption was not accepted.',
  response_timeout: {
    download: 'The answer started, but was not complete within the response timeout.',
    other: 'Connected, but no answer arrived within the response timeout.',
  },
  response_too_large: 'The answer is larger than allowed.',
  invalid_response: 'The answer is not valid HTTP, or its encoding is broken.',
  canceled: 'The call was canceled.',
}

/** The fixed sentence for a failure. */
export function failureMessage(code: FailureCode, phase: FailurePhase | null): string {
  const sentence = sentences[code]
  if (typeof sentence === 'string') return sentence
  return (phase && sentence[phase]) || sentence.other
}

type SendFailureOptions = { message?: string; limitMs?: number; detail?: string | null }

/** How a call ends early, inside `lib/http`; `send` turns it into an outcome. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure'
  readonly limitMs: number | null
  readonly detail: string | null

  /** @param options.message replaces the fixed sentence by another fixed one */
  constructor(
    readonly code: FailureCode,
    readonly phase: FailurePhase | null,
    options: SendFailureOptions = {},
  ) {
    super(options.message ?? failureMessage(code, phase))
    this.limitMs = options.limitMs ?? null
    this.detail = options.detail ?? null
  }
}

/** The answer has more bytes than are read of one. */
export function tooLarge(maxBytes: number): SendFailure {
  const limit = `${Math.round((maxBytes / 1024 / 1024) * 10) / 10} MiB`
  const message = `The answer is larger than ${limit}, which is the most that is read.`
  return new SendFailure('response_too_large', 'download', { message })
}

/** The platform's own code of an error, such as ECONNREFUSED; never its text, which may quote the URL. */
export function platformCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return /^[A-Z0-9_]{1,64}$/.test(error.code) ? error.code : null
}
