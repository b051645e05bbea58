import type { FlowNode } from '@/lib/flows/schema'
import { valueOfText } from './read-body'
import type { StoredStep } from './types'

/** `steps.<key>` as later steps saw it before the process that had it in memory was left. */
export function restoreResult(
  node: FlowNode,
  { record, value }: Pick<StoredStep, 'record' | 'value'>,
): unknown {
  if (value !== undefined && value !== null) return value
  const { result, response } = record
  if (node.type !== 'apiCall' || typeof result !== 'object' || result === null) return result
  return { ...result, body: response && restoreBody(node, response) }
}

type ApiCallNode = Extract<FlowNode, { type: 'apiCall' }>
type Response = NonNullable<StoredStep['record']['response']>

function restoreBody({ data }: ApiCallNode, { body, encoding, contentType, bodyBytes }: Response): unknown {
  if (encoding === 'base64') return { contentType, bytes: bodyBytes, base64: body }
  return body === '' ? null : valueOfText(body, contentType, data.responseFormat)
}
