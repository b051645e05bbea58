import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createLogger, createRequestLog } from './log'

/** What was written, a parsed object a line. */
function collector() {
  const written: string[] = []
  const lines = () =>
    written
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { destination: { write: (text: string) => written.push(text) }, lines }
}

const request = {
  method: 'GET',
  route: '/api/v1/flows/:id',
  status: 200,
  ms: 1.25,
  requestId: 'r1',
  orgId: 'o1',
}

test('a request is one line with its ids', () => {
  const { destination, lines } = collector()
  createRequestLog({ level: 'info', destination })(request)
  expect(lines()).toEqual([{ level: 30, time: expect.any(String), ...request, msg: 'request' }])
})

test('no line can be begun from outside', () => {
  const { destination, lines } = collector()
  createRequestLog({ level: 'info', destination })({ ...request, method: 'GET\n{"level":60}\u2028' })
  createLogger({ level: 'info', destination }).warn({ name: 'a\r\n{"msg":"b"}' }, 'c\n{"msg":"d"}')
  expect(lines().map(({ msg }) => msg)).toEqual(['request', 'c\n{"msg":"d"}'])
})

test('requests are not logged above their level', () => {
  const { destination, lines } = collector()
  createRequestLog({ level: 'warn', destination })(request)
  expect(lines()).toEqual([])
})

test('a secret that was handed to the log by mistake stays out of it', () => {
  const { destination, lines } = collector()
  const secret = randomBytes(12).toString('hex')
  createLogger({ level: 'info', destination }).info(
    { token: secret, a: { b: { password: secret } }, runId: 'r' },
    'x',
  )
  expect(JSON.stringify(lines())).not.toContain(secret)
  expect(lines()).toMatchObject([{ token: '[REDACTED]', runId: 'r' }])
})
