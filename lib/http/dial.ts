import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import { SendFailure, platformCode } from '@/lib/http/failures'
import type { StopSignal } from '@/lib/http/stop'

/** Time that one address has before the next is tried beside it (RFC 8305 section 5). */
const staggerMs = 250
/** A name with a hundred addresses must not turn one call into a hundred connections. */
const maxAttempts = 6

/**
 * Connects to one of exactly these addresses. They are literals, so nothing is resolved again between
 * the policy's check and the dial.
 *
 * @throws SendFailure `connection_failed`, or the signal's reason; no socket is left behind either way
 */
export function dialAny(addresses: readonly string[], port: number, signal: StopSignal): Promise<Socket> {
  const waiting = alternateFamilies(addresses).slice(0, maxAttempts)
  const pending = new Set<Socket>()
  let timer: NodeJS.Timeout | undefined
  let firstError: unknown = null

  return new Promise<Socket>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const settle = (winner: Socket | null) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      for (const socket of pending) if (socket !== winner) socket.destroy()
      pending.clear()
    }
    const abort = () => {
      settle(null)
      reject(signal.reason)
    }
    const attempt = () => {
      clearTimeout(timer)
      const host = waiting.shift()
      if (host === undefined) return
      const socket = connectTcp({ host, port, noDelay: true, keepAlive: true })
      pending.add(socket)
      if (waiting.length > 0) timer = setTimeout(attempt, staggerMs)
      socket.on('connect', () => {
        settle(socket)
        resolve(socket)
      })
      socket.on('error', (error) => {
        if (!pending.delete(socket)) return
        firstError ??= error
        if (waiting.length > 0) return attempt()
        if (pending.size > 0) return
        settle(null)
        reject(new SendFailure('connection_failed', 'connect', { detail: platformCode(firstError) }))
      })
    }
    signal.addEventListener('abort', abort)
    attempt()
  })
}

function alternateFamilies(addresses: readonly string[]): string[] {
  const four = addresses.filter((address) => isIP(address) === 4)
  const six = addresses.filter((address) => isIP(address) === 6)
  const longer = Array.from({ length: Math.max(four.length, six.length) }, (_, index) => [
    four[index],
    six[index],
  ])
  return longer.flat().filter((address) => address !== undefined)
}

/**
 * Secures a connection for the host of the URL: the name in the certificate is the one that people
 * entered, not the address that was dialled. Verification cannot be switched off, not even by
 * `NODE_TLS_REJECT_UNAUTHORIZED`.
 *
 * @throws SendFailure `tls_failed`, or the signal's reason
 */
export function secure(
  socket: Socket,
  host: string,
  secureContext: SecureContext,
  signal: StopSignal,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      secureContext,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
    })
    const fail = (reason: unknown) => {
      signal.removeEventListener('abort', abort)
      secured.destroy()
      socket.destroy()
      reject(reason)
    }
    const abort = () => fail(signal.reason)
    signal.addEventListener('abort', abort)
    secured.on('error', (error) =>
      fail(new SendFailure('tls_failed', 'tls', { detail: platformCode(error) })),
    )
    secured.on('secureConnect', () => {
      signal.removeEventListener('abort', abort)
      resolve(secured)
    })
    if (signal.aborted) abort()
  })
}
