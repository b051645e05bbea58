import { type NextRequest, NextResponse } from 'next/server'
import { dataSecurityPolicy } from '@/lib/security-headers'

/**
 * Sets what differs from request to request: a nonce with its content security policy, and the path for
 * layouts, which Next doesn't tell them. No gate: who may see what is decided where the data is read.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname.startsWith('/api/')) {
    return withPolicy(NextResponse.next(), dataSecurityPolicy)
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
  headers.set('content-security-policy', policy) // Next reads the nonce for its own scripts here
  return withPolicy(NextResponse.next({ request: { headers } }), policy)
}

function withPolicy(response: NextResponse, policy: string): NextResponse {
  response.headers.set('content-security-policy', policy)
  return response
}

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Attributes stay open: positions of popups and canvas nodes are style attributes. Elements don't,
    // but for the error overlay of development.
    `style-src-elem 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

// Built files carry their hash in the name and need no policy of their own.
export const config = { matcher: ['/((?!_next/static|_next/image|icon.svg).*)'] }
