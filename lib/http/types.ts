/**
 * The contract of the outbound request. `lib/http` is pure: no Next, no React, no database, no
 * `process.env`; whatever it needs comes in as an argument.
 */

export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type HttpMethod = (typeof httpMethods)[number]

export type RedirectMode = 'none' | 'sameOrigin' | 'any'

/** Where in its life a request was when it failed. */
export type FailurePhase = 'prepare' | 'policy' | 'dns' | 'connect' | 'tls' | 'wait' | 'download' | 'response'

/** Every way in which nobody answered, or the answer could not be used. A closed list. */
export const failureCodes = [
  'invalid_request',
  'blocked',
  'busy',
  'dns_failed',
  'connect_timeout',
  'connection_failed',
  'tls_failed',
  'response_timeout',
  'response_too_large',
  'invalid_response',
  'canceled',
] as const
export type FailureCode = (typeof failureCodes)[number]

/**
 * What turns into the wire's credential header. It is applied last, in one function, and only to
 * the origin of `baseUrl`.
 */
export type Credential =
  | { type: 'none' }
  | { type: 'bearer'; token: string }
  | { type: 'apiKey'; headerName: string; key: string }
  | { type: 'basic'; username: string; password: string }

export type HeaderField = { name: string; value: string }

/** One request, before its URL is joined and its headers are merged. */
export type OutboundRequest = {
  method: HttpMethod
  /** The endpoint's base URL: http or https, may carry a path, no user info, query or fragment. */
  baseUrl: string
  /** Joined to the base path. Already encoded, segment by segment, by whoever filled in templates. */
  path: string
  /** Appended in this order; names and values are encoded here. */
  query: HeaderField[]
  /** The endpoint's default headers, secret ones included. */
  defaultHeaders: HeaderField[]
  /** The step's own headers. They override a default header that is not in `secretHeaderNames`. */
  headers: HeaderField[]
  /** Lower-case names of default headers whose value is a secret. */
  secretHeaderNames: string[]
  credential: Credential
  /** `null` sends none. A text body is sent as UTF-8. */
  body: { contentType: string; content: string | Uint8Array } | null
  redirects: RedirectMode
}

/** All in milliseconds and bytes. */
export type Limits = {
  /** DNS, TCP and TLS together, until the connection can carry the request. */
  connectTimeoutMs: number
  /** From the connection being ready until the last byte of the answer, redirects included. */
  responseTimeoutMs: number
  /** Decompressed bytes of the answer. */
  maxBodyBytes: number
}

export type Timing = {
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  waitMs: number | null
  downloadMs: number | null
  totalMs: number
  /** The request went out over a connection that was open already. */
  reused: boolean
}

/** The request as it went out, for the run record. Not masked: see `lib/runs/mask-record.ts`. */
export type SentRequest = {
  method: HttpMethod
  url: string
  headers: HeaderField[]
  /** Lower-case names whose value is a credential or secret and must never be stored. */
  secretHeaderNames: string[]
  body: string | null
}

export type ReceivedResponse = {
  statusCode: number
  /** The reason phrase as sent, often empty. */
  statusText: string
  /** Lower-case names; repeated fields joined by ", ", `set-cookie` by a line break. */
  headers: Record<string, string>
  /** Decompressed. */
  body: Uint8Array
  /** The address of the final hop. */
  url: string
  /** Addresses of the hops before it, in order; empty without redirects. */
  redirectedFrom: string[]
}

export type Failure = {
  code: FailureCode
  phase: FailurePhase | null
  /** A fixed sentence for people. Never quotes the URL, an address, or what the other side said. */
  message: string
  /** The limit that was hit, for the two timeouts. */
  limitMs: number | null
  elapsedMs: number
  /** For developers: the platform's own code such as ECONNREFUSED, never free text from outside. */
  detail: string | null
}

/**
 * "They answered 503" and "nobody answered" are different facts. Whether an answer's status is a
 * success is not decided here. `sent` is null exactly when not a byte of the request has left, so
 * that the other side cannot have acted on it.
 */
export type Outcome =
  | { ok: true; sent: SentRequest; response: ReceivedResponse; timing: Timing }
  | { ok: false; sent: SentRequest | null; failure: Failure; timing: Timing }

/** Why the egress policy refuses a target. For operators and tests; a tenant sees one sentence. */
export const blockReasons = [
  'invalid_url',
  'forbidden_scheme',
  'user_info',
  'forbidden_port',
  'forbidden_name',
  'forbidden_address',
  'no_address',
  'own_listener',
] as const
export type BlockReason = (typeof blockReasons)[number]

export type Decision = { allowed: true } | { allowed: false; reason: BlockReason }
