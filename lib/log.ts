import { type Logger, pino } from 'pino'
import { logLevel } from '@/lib/env'

type LogOptions = { level: string; destination?: { write: (line: string) => void } }

export function createLogger({ level, destination }: LogOptions): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: '[REDACTED]' },
    serializers: { err: serializeError, error: serializeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** A net below the rule that no secret is handed to the log in the first place. */
const secretPaths = ['authorization', 'cookie', 'password', 'secret', 'token', 'key'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
])

type LoggedError = { type: string; code?: unknown; message: string; stack?: string; cause?: unknown }

/**
 * Only what every error has. Errors of the database carry the row and the parameters of the statement
 * that failed, in fields of their own and, from Drizzle, at the end of the message.
 */
export function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error
  const logged: LoggedError = { type: error.name, message: withoutParameters(error.message) }
  if ('code' in error) logged.code = error.code
  if (error.stack) logged.stack = withoutParameters(error.stack)
  if (error.cause !== undefined) logged.cause = serializeError(error.cause)
  return logged
}

function withoutParameters(text: string): string {
  // In a stack the message is followed by its frames.
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, '')
}

/** The process's log: JSON lines on standard output. */
export const log = createLogger({ level: logLevel() })

/** One answered request. Nothing in it comes from the caller but the method. */
export type RequestLine = {
  method: string
  /** The pattern of the path. */
  route: string
  status: number
  ms: number
  requestId: string
  orgId?: string
}

/** As bytes: of texts that wait, the stream would put all into one and measure it anew with each line. */
const inBackground = {
  dest: 1,
  sync: false,
  minLength: 16_000,
  periodicFlush: 250,
  contentMode: 'buffer',
} as const

/**
 * A log for requests alone, in the format of `log`. Looking for secrets, as that one does, takes five times
 * as long as the rest of a line, and a `RequestLine` has no place for one. Lines are written in the
 * background, some dozens together or after a moment, and what is left at the end of the process.
 */
export function createRequestLog({ level, destination }: LogOptions): (line: RequestLine) => void {
  const { info = 30 } = pino.levels.values
  if ((pino.levels.values[level] ?? Infinity) > info) return () => {}
  const write = destination ? (text: string) => destination.write(text) : writeInBackground()
  return ({ method, route, status, ms, requestId, orgId }) => {
    const time = new Date().toISOString()
    const line = { level: info, time, method, route, status, ms, requestId, orgId, msg: 'request' }
    write(`${JSON.stringify(line)}\n`)
  }
}

function writeInBackground(): (text: string) => void {
  const stream = pino.destination(inBackground)
  // Its types know of texts alone.
  const write = stream.write.bind(stream) as (chunk: unknown) => boolean
  return (text) => void write(Buffer.from(text))
}

export const logRequest = createRequestLog({ level: logLevel() })
