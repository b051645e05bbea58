import { errors } from 'undici'
import { createBodySink, parseCoding, type BodySink } from '@/lib/http/body-sink'
import type { Connection } from '@/lib/http/connection'
import { platformCode, SendFailure, tooLarge } from '@/lib/http/failures'
import type { Hop } from '@/lib/http/next-hop'
import { headerOf, readHead, type ResponseHead } from '@/lib/http/read-head'
import type { StopSignal } from '@/lib/http/stop'

export type Exchanged = { head: ResponseHead; body: Uint8Array; canReuse: boolean }

export type ExchangeOptions = {
  maxBodyBytes: number
  signal: StopSignal
  /** The request is about to be written: from here on the other side may have acted on it. */
  onStart: () => void
  /** The head has arrived. False when the body is of no interest; the connection then closes. */
  onHead: (head: ResponseHead) => boolean
}

/** The connection turned out to be closed before a byte was written, so any request may go elsewhere. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent'
}

const lengthMismatch = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'

/**
 * One request and its answer on a ready connection. When it rejects, the connection is destroyed.
 *
 * @throws SendFailure, NeverSent, or the signal's reason
 */
export function exchange(connection: Connection, hop: Hop, options: ExchangeOptions): Promise<Exchanged> {
  const { signal } = options
  let isStarted = false
  let head: ResponseHead | null = null
  let sink: BodySink | null = null

  return new Promise<Exchanged>((resolve, reject) => {
    const stop = () => signal.removeEventListener('abort', abort)
    const fail = (reason: unknown) => {
      stop()
      // First, because destroying makes undici report an error of its own.
      reject(reason)
      sink?.destroy()
      connection.destroy()
    }
    const abort = () => fail(signal.reason)
    const finish = (received: ResponseHead, body: Uint8Array, canReuse: boolean) => {
      stop()
      resolve({ head: received, body, canReuse })
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)

    connection.client.dispatch(
      {
        method: hop.method,
        path: hop.url.pathname + hop.url.search,
        headers: wireHeaders(hop),
        body: hop.body,
      },
      {
        onRequestStart() {
          isStarted = true
          options.onStart()
        },
        onResponseStart(controller, statusCode, _headers, statusText = '') {
          // Interim answers are no answer: the timers go on.
          if (statusCode < 200) return
          try {
            head = readHead(statusCode, statusText, rawBuffers(controller.rawHeaders))
            if (!options.onHead(head)) {
              connection.destroy()
              return finish(head, new Uint8Array(), false)
            }
            sink = createSink(head, hop, {
              maxBytes: options.maxBodyBytes,
              onFailure: fail,
              onDrain: () => controller.resume(),
            })
          } catch (error) {
            fail(error)
          }
        },
        onResponseData(controller, chunk) {
          if (sink && !sink.write(chunk)) controller.pause()
        },
        onResponseEnd() {
          if (!head || !sink) return
          const received = head
          const inNextTurn = (body: Uint8Array) => {
            if (connection.hasFailed()) fail(new SendFailure('connection_failed', 'download'))
            else finish(received, body, isReusable(connection) && isFramed(received, hop))
          }
          // undici closes what may not be reused, and reads what came too much, before the next turn.
          sink.end().then((body) => setImmediate(inNextTurn, body), fail)
        },
        onResponseError(_controller, error) {
          // A 304 may give the length of what it does not send; undici misses those bytes.
          if (head && !isFramed(head, hop) && platformCode(error) === lengthMismatch) {
            return finish(head, new Uint8Array(), false)
          }
          fail(isStarted ? toFailure(error, head !== null) : new NeverSent())
        },
      },
    )
  })
}

/** Behind the rest of a request that was answered early, the next one could wait for ever. */
function isReusable(connection: Connection): boolean {
  return connection.isOpen() && connection.isFlushed()
}

/** Whoever sends a body where there is none would have it read as the next answer. */
function isFramed(head: ResponseHead, hop: Hop): boolean {
  return hop.method !== 'HEAD' && head.statusCode !== 204 && head.statusCode !== 304
}

function createSink(head: ResponseHead, hop: Hop, events: Parameters<typeof createBodySink>[1]): BodySink {
  if (!isFramed(head, hop)) return createBodySink('identity', events)
  const coding = parseCoding(headerOf(head, 'content-encoding'))
  const announced = Number(headerOf(head, 'content-length') ?? 0)
  if (coding === 'identity' && announced > events.maxBytes) throw tooLarge(events.maxBytes)
  return createBodySink(coding, events)
}

function wireHeaders({ headers }: Hop): string[] {
  const list: string[] = []
  for (const { name, value } of headers) list.push(name, value)
  return list
}

function rawBuffers(raw: unknown): Buffer[] {
  return Array.isArray(raw)
    ? raw.map((item) => (Buffer.isBuffer(item) ? item : Buffer.from(String(item), 'latin1')))
    : []
}

/**
 * What undici and the platform report, in our words. Its length check also fires when a second length
 * confuses the parser before the head is complete; after the head it means that the body fell short.
 */
function toFailure(error: Error, hasHead: boolean): SendFailure {
  const code = platformCode(error)
  const phase = hasHead ? 'download' : 'wait'
  const isProtocol =
    error instanceof errors.HTTPParserError ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'ERR_ASSERTION' || // a status below 100, which undici takes for impossible
    (code === lengthMismatch && !hasHead) ||
    (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad '))
  if (isProtocol) return new SendFailure('invalid_response', 'download', { detail: code })
  return new SendFailure('connection_failed', phase, { detail: code })
}
