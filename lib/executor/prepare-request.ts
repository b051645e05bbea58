import { evaluateJson } from '@/lib/flows/json-templates'
import { limitSize } from '@/lib/flows/limit-size'
import type { NodeData } from '@/lib/flows/schema'
import { evaluateTemplate, renderTemplate, type TemplateScope, toText } from '@/lib/flows/templates'
import { headerNameProblem, headerValueProblem } from '@/lib/http/header-rules'
import type { HeaderField, OutboundRequest } from '@/lib/http/types'
import { inField, StepFailure } from './step-failure'
import type { LoadedEndpoint } from './types'

type ApiCall = NodeData<'apiCall'>
type Row = { name: string; value: string; enabled?: boolean }

/**
 * Fills a call's templates in, each value encoded for its place, and joins it with its endpoint.
 * @throws StepFailure `invalid_template` or `invalid_request`, naming the field
 */
export function prepareRequest(
  call: ApiCall,
  endpoint: LoadedEndpoint,
  scope: TemplateScope,
): OutboundRequest {
  const { baseUrl, defaultHeaders, secretHeaderNames, credential, redirects } = endpoint
  return {
    method: call.method,
    baseUrl,
    path: inField('Path', () => renderTemplate(call.path, scope, encodeInPath)),
    query: fillRows('Query', call.query, scope),
    defaultHeaders,
    headers: fillRows('Header', call.headers, scope).map(checkedHeader),
    secretHeaderNames,
    credential,
    body: fillBody(call.body, scope),
    redirects,
  }
}

/** One segment of the path, or one value of a query that was written into the path. */
function encodeInPath(value: unknown, { before, after }: { before: string; after: string }): string {
  const text = encodeURIComponent(toText(value).toWellFormed())
  const isWholeSegment = !before.includes('?') && /(^|\/)$/.test(before) && /^([/?]|$)/.test(after)
  // `DELETE /customers/` is another request than `DELETE /customers/7`, and rarely the one that was meant.
  if (text === '' && isWholeSegment) {
    throw new StepFailure('invalid_request', 'Path: a value that makes up a whole segment is empty.')
  }
  return text
}

function fillRows(what: string, rows: Row[] | undefined, scope: TemplateScope): HeaderField[] {
  const filled = (rows ?? [])
    .filter(({ enabled }) => enabled !== false)
    .map(({ name, value }) => ({
      name,
      value: toText(inField(`${what} “${name}”`, () => evaluateTemplate(value, scope))),
    }))
  return inField(what, () => limitSize(filled))
}

function checkedHeader(field: HeaderField): HeaderField {
  const problem = headerNameProblem(field.name) ?? headerValueProblem(field.value)
  if (problem) throw new StepFailure('invalid_request', `Header “${field.name}”: ${problem}`)
  return field
}

function fillBody(body: ApiCall['body'], scope: TemplateScope): OutboundRequest['body'] {
  switch (body?.type) {
    case undefined:
    case 'none':
      return null
    case 'json': {
      const value = inField('Body', () => limitSize(evaluateJson(body.content, scope)))
      return { contentType: 'application/json', content: JSON.stringify(value) }
    }
    case 'text': {
      const content = inField('Body', () => renderTemplate(body.content, scope))
      return { contentType: body.contentType || 'text/plain; charset=utf-8', content }
    }
    case 'form': {
      const form = new URLSearchParams()
      for (const { name, value } of fillRows('Form field', body.fields, scope)) form.append(name, value)
      return { contentType: 'application/x-www-form-urlencoded', content: form.toString() }
    }
  }
}
