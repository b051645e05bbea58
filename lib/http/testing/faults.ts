import type { Socket } from 'node:net'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { ok, type RawRequest, type RawServer } from '@/lib/http/testing/raw-server'

type Fault = (socket: Socket, request: RawRequest, server: RawServer) => void

const head = (fields: string) => `HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`

/** Everything that an upstream may do wrong with an answer, one switch each. */
export const faults = {
  silence: () => {},
  resetAfterRequest: (socket) => void socket.resetAndDestroy(),
  closeAfterRequest: (socket) => void socket.end(),
  resetMidHeader: (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => socket.resetAndDestroy()),
  closeMidHeader: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
  resetMidBody: (socket) =>
    void socket.write(`${head('Content-Length: 100')}half`, () =>
      setImmediate(() => socket.resetAndDestroy()),
    ),
  oneByteEarly: (socket) => void socket.end(`${head('Content-Length: 5')}1234`),
  oneByteEarlyAndClosing: (socket) =>
    void socket.end(`${head('Content-Length: 5\r\nConnection: close')}1234`),
  oneByteLate: (socket) => void socket.write(`${head('Content-Length: 5')}123456`),
  headerDrip: (socket) => drip(socket, `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(10_000)}\r\n\r\n`),
  bodyDrip: (socket) => {
    socket.write(head('Content-Length: 10000'))
    drip(socket, 'x'.repeat(10_000))
  },
  stallAt99: (socket) => void socket.write(head('Content-Length: 1000') + 'x'.repeat(990)),
  interimFlood: (socket) =>
    drip(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', 'HTTP/1.1 102 Processing\r\n\r\n'),
  continueUnasked: (socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n' + ok()),
  garbageStatusLine: (socket) => void socket.write('\x16\x03\x01 nonsense\r\n\r\n'),
  oldProtocol: (socket) => void socket.end('<html>no status line at all</html>'),
  longStatusCode: (socket) => void socket.write('HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n'),
  shortStatusCode: (socket) => void socket.write('HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n'),
  zeroStatusCode: (socket) => void socket.write('HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n'),
  wrongVersion: (socket) => void socket.write('HTTP/3.7 200 OK\r\nContent-Length: 0\r\n\r\n'),
  foldedHeader: (socket) => void socket.write(head('X-A: one\r\n two\r\nContent-Length: 0')),
  spaceBeforeColon: (socket) => void socket.write(head('Content-Length : 0')),
  nulInHeader: (socket) => void socket.write(head('X-A: a\0b\r\nContent-Length: 0')),
  bareLineFeeds: (socket) => void socket.write('HTTP/1.1 200 OK\nContent-Length: 0\n\n'),
  hugeHeader: (socket) => void socket.write(head(`X: ${'x'.repeat(20_000)}\r\nContent-Length: 0`)),
  manyHeaders: (socket) =>
    void socket.write(
      head(`${Array.from({ length: 101 }, (_, i) => `X-${i}: 1`).join('\r\n')}\r\nContent-Length: 0`),
    ),
  tenThousandHeaders: (socket) =>
    void socket.write(head(Array.from({ length: 10_000 }, (_, i) => `X-${i}: 1`).join('\r\n'))),
  twoLengths: (socket) => void socket.write(`${head('Content-Length: 2\r\nContent-Length: 3')}abc`),
  twoEqualLengths: (socket) => void socket.write(`${head('Content-Length: 2\r\nContent-Length: 2')}ab`),
  lengthList: (socket) => void socket.write(`${head('Content-Length: 2, 2')}ab`),
  negativeLength: (socket) => void socket.write(`${head('Content-Length: -1')}ab`),
  lengthAndChunked: (socket) =>
    void socket.write(`${head('Content-Length: 2\r\nTransfer-Encoding: chunked')}2\r\nab\r\n0\r\n\r\n`),
  chunkedAndLength: (socket) =>
    void socket.write(`${head('Transfer-Encoding: chunked\r\nContent-Length: 2')}2\r\nab\r\n0\r\n\r\n`),
  unknownFraming: (socket) => void socket.write(`${head('Transfer-Encoding: gzip, chunked')}0\r\n\r\n`),
  badChunkSize: (socket) => void socket.write(`${head('Transfer-Encoding: chunked')}zz\r\nab\r\n0\r\n\r\n`),
  chunkTooLong: (socket) => void socket.write(`${head('Transfer-Encoding: chunked')}2\r\nabc\r\n0\r\n\r\n`),
  endlessChunks: (socket) =>
    void endless(socket, head('Transfer-Encoding: chunked'), `4000\r\n${'x'.repeat(0x4000)}\r\n`),
  endlessBody: (socket) => void endless(socket, head('Connection: close'), 'x'.repeat(0x4000)),
  announcedTooLarge: (socket) => void socket.write(head('Content-Length: 99999999999')),
  upgrade: (socket) =>
    void socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
  gzipBomb: (socket) => coded(socket, 'gzip', bombs.gzip()),
  brotliBomb: (socket) => coded(socket, 'br', bombs.brotli()),
  deflateBomb: (socket) => coded(socket, 'deflate', bombs.deflate()),
  codingChain: (socket) => coded(socket, 'gzip, gzip', gzipSync(gzipSync('hello'))),
  twoCodingHeaders: (socket) => coded(socket, 'gzip\r\nContent-Encoding: gzip', gzipSync(gzipSync('hello'))),
  unknownCoding: (socket) => coded(socket, 'zstd', Buffer.from('hello')),
  brokenGzip: (socket) => coded(socket, 'gzip', Buffer.from('this is not gzip')),
  truncatedGzip: (socket) => coded(socket, 'gzip', gzipSync('hello '.repeat(1000)).subarray(0, 20)),
  truncatedBrotli: (socket) => coded(socket, 'br', brotliCompressSync('hello '.repeat(1000)).subarray(0, 8)),
  gzip: (socket) => coded(socket, 'gzip', gzipSync('hello')),
  gzipWithZeros: (socket) => coded(socket, 'gzip', Buffer.concat([gzipSync('hello'), Buffer.alloc(100_000)])),
  gzipWithGarbage: (socket) =>
    coded(socket, 'gzip', Buffer.concat([gzipSync('hello'), Buffer.alloc(100_000, 7)])),
  brotliWithGarbage: (socket) =>
    coded(socket, 'br', Buffer.concat([brotliCompressSync('hello'), Buffer.alloc(100_000, 7)])),
  deflate: (socket) => coded(socket, 'deflate', deflateSync('hello')),
  rawDeflate: (socket) => coded(socket, 'deflate', deflateRawSync('hello')),
  brotli: (socket) => coded(socket, 'br', brotliCompressSync('hello')),
  emptyGzip: (socket) => coded(socket, 'gzip', Buffer.alloc(0)),
  echo: (socket, request) => void socket.write(ok(request.raw)),
  bodyOn204: (socket) => void socket.write('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nstray'),
  bodyOn304: (socket) => void socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nstray'),
  bodyOnHead: (socket) => void socket.write(ok('stray')),
  secondAnswer: (socket) => void socket.write(ok('first') + ok('POISON')),
  /** Answers as if the connection stayed, and closes it. */
  closeAfterAnswer: (socket) => void socket.end(ok()),
  /** Answers, keeps the connection, and closes it when the next request arrives. */
  closeOnReuse: (socket, _request, server) => {
    if (usedBefore(socket)) socket.destroy()
    else socket.write(ok(`answer ${server.requests.length}`))
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof faults

const used = new WeakSet<Socket>()
function usedBefore(socket: Socket): boolean {
  const before = used.has(socket)
  used.add(socket)
  return before
}

/** One byte (or part) at a time, for as long as anyone listens. */
function drip(socket: Socket, ...texts: string[]): void {
  const parts = texts.length > 1 ? texts : (texts[0] ?? '').split('')
  let index = 0
  const timer = setInterval(() => socket.write(parts[index++ % parts.length] ?? ''), 5)
  socket.on('close', () => clearInterval(timer))
}

async function endless(socket: Socket, start: string, part: string): Promise<void> {
  socket.write(start)
  while (!socket.destroyed) {
    if (!socket.write(part))
      await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve))
  }
}

function coded(socket: Socket, coding: string, body: Buffer): void {
  socket.write(head(`Content-Encoding: ${coding}\r\nContent-Length: ${body.length}`))
  socket.write(body)
}

const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024)

/** Made once each, so that whoever measures memory does not measure their making. */
const bombs = {
  /** Many members of 64 MiB of zeros: 4 GiB in 4 MB. */
  gzip: once(() => Buffer.concat(Array<Buffer>(64).fill(gzipSync(megabytes(64))))),
  brotli: once(() => brotliCompressSync(megabytes(256), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
  deflate: once(() => deflateSync(megabytes(64))),
}

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | null = null
  return () => (made ??= make())
}
