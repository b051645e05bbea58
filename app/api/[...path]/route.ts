import { randomUUID } from 'node:crypto'
import { problem } from '@/lib/api/problem'
import { toErrorBody } from '@/lib/error-body'
import { notFound } from '@/lib/errors'

/** A program that asks for an address that there is not gets what the API says of one, instead of a page. */
function answer(): Response {
  const body = toErrorBody(notFound(), randomUUID())
  return problem(body, { 'cache-control': 'no-store', 'x-request-id': body.requestId })
}

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT }
