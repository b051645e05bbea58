import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, type Zlib } from 'node:zlib'
import type { Transform } from 'node:stream'
import { SendFailure, tooLarge } from '@/lib/http/failures'

/** Takes an answer's raw chunks and holds the decoded body, never more than its limit. */
export type BodySink = {
  /** False when the sink is full for now; it then calls `onDrain`. */
  write(chunk: Buffer): boolean
  /** The whole decoded body, once everything was written. */
  end(): Promise<Uint8Array>
  destroy(): void
}

type SinkEvents = {
  maxBytes: number
  /** Called at most once, as soon as the body is known to be unusable. */
  onFailure: (failure: SendFailure) => void
  onDrain: () => void
}

const codings = ['identity', 'gzip', 'x-gzip', 'deflate', 'br'] as const
export type Coding = (typeof codings)[number]

/**
 * The one coding of an answer. Chains are refused: two harmless-looking layers multiply to a bomb.
 *
 * @throws SendFailure `invalid_response` for anything but one known coding
 */
export function parseCoding(contentEncoding: string | undefined): Coding {
  const text = (contentEncoding ?? '').trim().toLowerCase() || 'identity'
  const coding = codings.find((item) => item === text)
  if (coding) return coding
  const message = 'The answer is compressed in a way that is not supported.'
  throw new SendFailure('invalid_response', 'download', { message })
}

/** Counts bytes after decoding, while they come: neither a header nor the compressed size can be believed. */
export function createBodySink(coding: Coding, events: SinkEvents): BodySink {
  const chunks: Buffer[] = []
  let size = 0
  const collect = (chunk: Buffer) => {
    size += chunk.length
    if (size > events.maxBytes) events.onFailure(tooLarge(events.maxBytes))
    else chunks.push(chunk)
  }
  if (coding === 'identity') {
    return {
      write(chunk) {
        collect(chunk)
        return true
      },
      end: async () => (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
      destroy: () => chunks.splice(0),
    }
  }

  let decoder: (Transform & Zlib) | null = null
  let isDecoded = false
  let onDecoded = () => {}
  const start = (firstByte: number) => {
    const created = createDecoder(coding, firstByte)
    created.on('data', collect)
    created.on('drain', events.onDrain)
    created.on('error', (error: NodeJS.ErrnoException) =>
      events.onFailure(new SendFailure('invalid_response', 'download', { detail: error.code ?? null })),
    )
    created.on('end', () => {
      isDecoded = true
      onDecoded()
      events.onDrain()
    })
    return created
  }
  return {
    write(chunk) {
      // Bytes after the end of the compressed stream are no part of it; nobody would drain them.
      if (isDecoded || chunk.length === 0) return true
      decoder ??= start(chunk[0]!)
      return decoder.write(chunk)
    },
    async end() {
      if (decoder && !isDecoded) {
        const ending = decoder
        await new Promise<void>((resolve) => {
          onDecoded = resolve
          ending.end()
        })
      }
      return Buffer.concat(chunks)
    },
    destroy() {
      decoder?.destroy()
      chunks.splice(0)
    },
  }
}

function createDecoder(coding: Exclude<Coding, 'identity'>, firstByte: number): Transform & Zlib {
  const options = { chunkSize: 64 * 1024 }
  if (coding === 'br') return createBrotliDecompress(options)
  if (coding !== 'deflate') return createGunzip(options)
  // “deflate” means zlib (RFC 9110 section 8.4.1.2), yet some servers send it without the wrapper.
  return (firstByte & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options)
}
