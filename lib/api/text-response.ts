import type { ApiContext } from './api'

/**
 * An answer whose body is a text that our own server writes as it is. A `Response` with a body makes a
 * stream of it, whose making and reading costs more than all else that a server does for an answer.
 * Only for callers that know it: its `body` is empty.
 */
export class TextResponse extends Response {
  readonly content: string

  constructor(content: string, init: ResponseInit) {
    super(null, init)
    this.content = content
  }
}

/** An answer whose text is JSON already, before it is anybody's response. */
export type JsonAnswer = { status: number; headers: Record<string, string>; json: string }

/** Answers with text that is JSON already. */
export function jsonText(
  c: ApiContext,
  text: string,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  const init = { status, headers: { 'content-type': 'application/json', ...headers } }
  return c.env?.takesText ? new TextResponse(text, init) : new Response(text, init)
}
