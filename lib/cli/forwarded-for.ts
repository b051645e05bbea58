import type { IncomingMessage } from 'node:http'

/**
 * Replaces whatever a client says about its address by the one that it has. In both forms that Node keeps
 * of headers, because some readers take one and some the other.
 */
export function setForwardedFor(request: IncomingMessage): void {
  const { headers, rawHeaders: raw } = request
  const address = request.socket.remoteAddress
  if (headers['x-forwarded-for'] !== undefined) {
    for (let at = raw.length - 2; at >= 0; at -= 2) {
      if (raw[at]?.toLowerCase() === 'x-forwarded-for') raw.splice(at, 2)
    }
  }
  if (address === undefined) {
    delete headers['x-forwarded-for']
    return
  }
  headers['x-forwarded-for'] = address
  raw.push('X-Forwarded-For', address)
}
