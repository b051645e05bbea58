import { afterEach, describe, expect, test } from 'vitest'
import { createSender, type Sender } from '@/lib/http/create-sender'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import { faults, type FaultName } from '@/lib/http/testing/faults'
import { ok, startRawServer, type RawServer } from '@/lib/http/testing/raw-server'
import { requestTo, roomyLimits } from '@/lib/http/testing/requests'
import type { OutboundRequest, Outcome } from '@/lib/http/types'

let server: RawServer
let sender: Sender

afterEach(async () => {
  await sender.close()
  await server.close()
})

async function start(fault: FaultName): Promise<void> {
  server = await startRawServer({ onRequest: faults[fault] })
  sender = createSender({ policy: parseEgressPolicy({ allow: `127.0.0.1:${server.port}` }) })
}

function send(changes: Partial<OutboundRequest> = {}, limits = roomyLimits): Promise<Outcome> {
  return sender.send(requestTo(server.origin, changes), limits, { orgId: 'org' })
}

function summary(outcome: Outcome): string {
  if (!outcome.ok) return `${outcome.failure.code} ${outcome.failure.phase}`
  return `${outcome.response.statusCode} ${Buffer.from(outcome.response.body).toString()}`
}

const short = { ...roomyLimits, responseTimeoutMs: 300 }

describe('every fault ends in a named code, with the connection closed', () => {
  const expected: [FaultName, string][] = [
    ['silence', 'response_timeout wait'],
    ['headerDrip', 'response_timeout wait'],
    ['bodyDrip', 'response_timeout download'],
    ['stallAt99', 'response_timeout download'],
    ['interimFlood', 'response_timeout wait'],
    ['resetAfterRequest', 'connection_failed wait'],
    ['closeAfterRequest', 'connection_failed wait'],
    ['resetMidHeader', 'connection_failed wait'],
    ['closeMidHeader', 'connection_failed wait'],
    ['resetMidBody', 'connection_failed download'],
    ['oneByteEarly', 'connection_failed download'],
    ['oneByteEarlyAndClosing', 'connection_failed download'],
    ['garbageStatusLine', 'invalid_response download'],
    ['oldProtocol', 'invalid_response download'],
    ['longStatusCode', 'invalid_response download'],
    ['shortStatusCode', 'invalid_response download'],
    ['zeroStatusCode', 'invalid_response download'],
    ['wrongVersion', 'invalid_response download'],
    ['foldedHeader', 'invalid_response download'],
    ['spaceBeforeColon', 'invalid_response download'],
    ['nulInHeader', 'invalid_response download'],
    ['bareLineFeeds', 'invalid_response download'],
    ['hugeHeader', 'invalid_response download'],
    ['manyHeaders', 'invalid_response download'],
    ['tenThousandHeaders', 'invalid_response download'],
    ['twoLengths', 'invalid_response download'],
    ['twoEqualLengths', 'invalid_response download'],
    ['lengthList', 'invalid_response download'],
    ['negativeLength', 'invalid_response download'],
    ['lengthAndChunked', 'invalid_response download'],
    ['chunkedAndLength', 'invalid_response download'],
    ['unknownFraming', 'invalid_response download'],
    ['badChunkSize', 'invalid_response download'],
    ['chunkTooLong', 'invalid_response download'],
    ['continueUnasked', 'invalid_response download'],
    ['upgrade', 'invalid_response download'],
    ['codingChain', 'invalid_response download'],
    ['twoCodingHeaders', 'invalid_response download'],
    ['unknownCoding', 'invalid_response download'],
    ['brokenGzip', 'invalid_response download'],
    ['truncatedGzip', 'invalid_response download'],
    ['truncatedBrotli', 'invalid_response download'],
    ['gzipWithGarbage', 'invalid_response download'],
    ['endlessChunks', 'response_too_large download'],
    ['endlessBody', 'response_too_large download'],
    ['announcedTooLarge', 'response_too_large download'],
    ['gzipBomb', 'response_too_large download'],
    ['brotliBomb', 'response_too_large download'],
    ['deflateBomb', 'response_too_large download'],
  ]
  test.each(expected)('%s: %s', async (fault, code) => {
    await start(fault)
    const outcome = await send({}, code.startsWith('response_timeout') ? short : roomyLimits)
    expect(summary(outcome)).toBe(code)
    await server.allClosed()
    expect(server.connectionCount).toBe(1)
  })
})

describe('what looks odd but is allowed', () => {
  const expected: [FaultName, string][] = [
    ['oneByteLate', '200 12345'],
    ['gzip', '200 hello'],
    ['gzipWithZeros', '200 hello'],
    ['brotliWithGarbage', '200 hello'],
    ['deflate', '200 hello'],
    ['rawDeflate', '200 hello'],
    ['brotli', '200 hello'],
    ['emptyGzip', '200 '],
    ['bodyOn204', '204 '],
    ['bodyOn304', '304 '],
  ]
  test.each(expected)('%s: %s', async (fault, answer) => {
    await start(fault)
    expect(summary(await send())).toBe(answer)
  })
})

describe('a connection is reused only when nothing on it can be mistaken for the next answer', () => {
  test.each(['bodyOn204', 'bodyOn304', 'oneByteLate', 'secondAnswer'] as const)('%s', async (fault) => {
    await start(fault)
    const first = await send()
    const second = await send()
    expect([first.ok, second.ok]).toEqual([true, true])
    expect(summary(second)).toBe(summary(first))
    expect(summary(second)).not.toContain('POISON')
    expect(server.connectionCount).toBe(2)
  })

  test('an answer to HEAD with a body', async () => {
    await start('bodyOnHead')
    expect(summary(await send({ method: 'HEAD' }))).toBe('200 ')
    expect(summary(await send({ method: 'HEAD' }))).toBe('200 ')
    expect(server.connectionCount).toBe(2)
  })

  test('an ordinary one is', async () => {
    await start('echo')
    await send()
    const second = await send()
    expect(second.timing).toMatchObject({ reused: true, dnsMs: null, connectMs: null, tlsMs: null })
    expect(server.connectionCount).toBe(1)
  })

  test('never by another organization', async () => {
    await start('echo')
    await send()
    await sender.send(requestTo(server.origin), roomyLimits, { orgId: 'another org' })
    expect(server.connectionCount).toBe(2)
  })

  test('one that closed while idle is never used', async () => {
    await start('closeAfterAnswer')
    for (const count of [1, 2, 3]) {
      expect(summary(await send({ method: 'POST' }))).toBe('200 ok')
      await server.allClosed()
      expect(server.connectionCount).toBe(count)
    }
  })

  test('one whose last request was answered before it was read is never used', async () => {
    server = await startRawServer({
      onConnection: (socket) => {
        socket.once('data', () => {
          socket.write(ok('early'))
          if (server.connectionCount === 1) socket.pause()
        })
      },
    })
    sender = createSender({ policy: parseEgressPolicy({ allow: `127.0.0.1:${server.port}` }) })
    // More than the buffers on the way can hold.
    const body = { contentType: 'text/plain', content: 'x'.repeat(32 * 1024 * 1024) }
    expect(summary(await send({ method: 'POST', body }))).toBe('200 early')
    const second = await send()
    expect(summary(second)).toBe('200 early')
    expect(second.timing.reused).toBe(false)
  })

  test('one that closes under an idempotent request is replaced', async () => {
    await start('closeOnReuse')
    expect(summary(await send())).toBe('200 answer 1')
    const second = await send()
    expect(summary(second)).toBe('200 answer 3')
    expect(second.timing.reused).toBe(false)
  })

  test('one that closes under a POST is not: it may have been carried out', async () => {
    await start('closeOnReuse')
    await send()
    const second = await send({ method: 'POST' })
    expect(summary(second)).toBe('connection_failed wait')
    expect(second.sent?.method).toBe('POST')
    expect(server.requests).toHaveLength(2)
  })
})

describe('before anything is sent', () => {
  test('a refused connection', async () => {
    await start('echo')
    await server.close()
    const outcome = await send()
    expect(outcome).toMatchObject({
      ok: false,
      sent: null,
      failure: { code: 'connection_failed', phase: 'connect' },
    })
    expect(outcome.ok === false && outcome.failure.detail).toBe('ECONNREFUSED')
    server = await startRawServer({})
  })

  test('a request that cannot be built says why without quoting it', async () => {
    await start('echo')
    const outcome = await send({ headers: [{ name: 'X-Trace', value: 'a\r\nevil: 1' }] })
    expect(outcome).toMatchObject({
      ok: false,
      sent: null,
      failure: { code: 'invalid_request', phase: 'prepare' },
    })
    expect(JSON.stringify(outcome)).not.toContain('evil')
    expect(server.connectionCount).toBe(0)
  })
})

describe('canceling', () => {
  test('closes the socket at once', async () => {
    await start('silence')
    const canceling = new AbortController()
    const pending = sender.send(requestTo(server.origin), roomyLimits, {
      orgId: 'org',
      signal: canceling.signal,
    })
    await expect.poll(() => server.requests.length).toBe(1)
    canceling.abort()
    expect(summary(await pending)).toBe('canceled null')
    await server.allClosed()
  })

  test('closing the sender cancels what is running and refuses what comes later', async () => {
    await start('silence')
    const pending = send()
    await expect.poll(() => server.requests.length).toBe(1)
    await sender.close()
    expect(summary(await pending)).toBe('canceled null')
    expect(summary(await send())).toBe('canceled null')
    await server.allClosed()
  })
})

test.each(['announcedTooLarge', 'endlessBody', 'gzipBomb'] as const)(
  'the limit is named: %s',
  async (fault) => {
    await start(fault)
    const outcome = await send({}, { ...roomyLimits, maxBodyBytes: 1024 * 1024 })
    const message = 'The answer is larger than 1 MiB, which is the most that is read.'
    expect(outcome).toMatchObject({ ok: false, failure: { message } })
  },
)

test('a bomb of 4 GiB grows memory by less than 64 MiB', async () => {
  await start('gzipBomb')
  const limits = { ...roomyLimits, maxBodyBytes: 10 * 1024 * 1024 }
  await send({}, limits)
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 1)
  const outcome = await send({}, limits)
  clearInterval(watch)
  expect(summary(outcome)).toBe('response_too_large download')
  expect(peak - before).toBeLessThan(64 * 1024 * 1024)
})
