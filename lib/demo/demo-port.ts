/**
 * The port of a demo API behind a base URL; null when the endpoint has been pointed somewhere else.
 */
export function demoPort(baseUrl: string): number | null {
  const [, port] = /^http:\/\/127\.0\.0\.1:(\d+)\/?$/.exec(baseUrl) ?? []
  return port === undefined ? null : Number(port)
}

/** `EGRESS_ALLOW` with one more exception: exactly the demo API, next to those that the operator made. */
export function allowingDemo(egressAllow: string, port: number): string {
  return [egressAllow.trim(), `127.0.0.1:${port}`].filter(Boolean).join(',')
}
