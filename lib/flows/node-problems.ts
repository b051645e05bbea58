import { headerRefusal } from '@/lib/endpoints/schema'
import { headerNameProblem, headerValueProblem } from '@/lib/http/header-rules'
import { pathProblem } from '@/lib/http/url-rules'
import { parseJsonTemplate, textsIn } from './json-templates'
import type { EndpointFacts, ProblemFacts } from './problems'
import { flowLimits, type FlowNode, type FlowProblem, type NodeOf, type NodeType } from './schema'
import { parseSuccessStatuses } from './success-statuses'
import { templateFields } from './template-fields'
import { TemplateError } from './template-error'
import { isSingleOutput, templateProblem } from './templates'

/** How inputs and variables are named, so that templates can mention them with a dot. */
export const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/

type Report = (field: string, message: string, code?: FlowProblem['code']) => void
type Check<T extends NodeType> = (node: NodeOf<T>, report: Report, facts: ProblemFacts) => void

const checks = {
  start: ({ data }, report) => checkNames('inputs', data.inputs, 'input', report),
  apiCall: ({ data }, report, facts) => {
    const endpoint = facts.endpoints?.find(({ id }) => id === data.endpointId)
    if (!data.endpointId) report('endpointId', 'Choose an API endpoint.', 'endpoint_missing')
    else if (facts.endpoints && !endpoint)
      report('endpointId', 'This endpoint is no longer available.', 'endpoint_deleted')
    checkPath(data.path, report)
    for (const [index, row] of (data.query ?? []).entries()) {
      if (row.enabled !== false && row.name === '') report(`query.${index}.name`, 'Enter a name.')
    }
    checkHeaders(data.headers ?? [], endpoint, report)
    checkBody(data.body, report)
    if (!parseSuccessStatuses(data.successStatuses ?? '')) {
      report('successStatuses', 'Enter statuses from 200 to 599, such as “200-299, 404”.')
    }
    const idempotency = data.retry?.idempotencyHeader
    const bad = idempotency ? headerProblem(idempotency, endpoint) : null
    if (bad) report('retry.idempotencyHeader', bad)
  },
  condition: ({ data }, report) => {
    if (data.rows.length === 0) report('rows', 'Add at least one comparison.')
    data.rows.forEach((row, index) => {
      if (row.left === '') report(`rows.${index}.left`, 'Enter what to compare.')
    })
  },
  setVariables: ({ data }, report) => checkNames('variables', data.variables, 'variable', report),
  delay: ({ data: { seconds } }, report) => {
    const inRange = seconds !== null && seconds >= 0 && seconds <= flowLimits.delaySeconds
    if (!inRange) report('seconds', `Enter 0 to ${flowLimits.delaySeconds} seconds.`)
  },
  end: () => {},
} satisfies { [T in NodeType]: Check<T> }

/** What is wrong in the fields of one step, taken by itself: references are judged elsewhere. */
export function nodeFieldProblems(node: FlowNode, facts: ProblemFacts): FlowProblem[] {
  const problems: FlowProblem[] = []
  const report: Report = (field, message, code = 'invalid_field') => {
    problems.push({ code, severity: 'error', message, nodeId: node.id, field })
  }
  const check = checks[node.type] as Check<NodeType>
  check(node, report, facts)
  for (const { field, kind, text, enabled } of templateFields(node)) {
    const bad = enabled ? (kind === 'json' ? jsonProblem(text) : templateProblem(text)) : null
    if (bad) report(field, bad, 'invalid_template')
  }
  return problems
}

function checkPath(path: string, report: Report): void {
  // What stands in braces is encoded when it is filled in and can't do any of this.
  const bad = pathProblem(path.replace(/\{\{[^]*?\}\}/g, 'x'))
  if (bad) report('path', bad)
}

function headerProblem(name: string, endpoint: EndpointFacts | undefined): string | null {
  return headerNameProblem(name) ?? (endpoint ? headerRefusal(name, endpoint) : null)
}

type HeaderRow = { name: string; value: string; enabled?: boolean }

function checkHeaders(rows: HeaderRow[], endpoint: EndpointFacts | undefined, report: Report): void {
  const seen = new Set<string>()
  rows.forEach(({ name, value, enabled }, index) => {
    if (enabled === false) return
    const bad = headerProblem(name, endpoint)
    if (bad) report(`headers.${index}.name`, bad)
    if (seen.has(name.toLowerCase())) report(`headers.${index}.name`, `“${name}” is listed twice.`)
    seen.add(name.toLowerCase())
    const badValue = value.includes('{{') ? null : headerValueProblem(value)
    if (badValue) report(`headers.${index}.value`, badValue)
  })
}

function checkBody(body: NodeOf<'apiCall'>['data']['body'], report: Report): void {
  if (body?.type === 'form') {
    body.fields.forEach(({ name, enabled }, index) => {
      if (enabled !== false && name === '') report(`body.fields.${index}.name`, 'Enter a name.')
    })
  }
  if (body?.type === 'text' && body.contentType !== undefined) {
    const bad = headerValueProblem(body.contentType)
    if (bad) report('body.contentType', bad)
  }
}

function checkNames(list: string, rows: { name: string }[], what: string, report: Report): void {
  const seen = new Set<string>()
  rows.forEach(({ name }, index) => {
    const field = `${list}.${index}.name`
    if (name === '') report(field, 'Enter a name.')
    else if (!namePattern.test(name))
      report(field, 'Use letters, digits and underscores, and no digit first.')
    // An object can't hold it as a value, so nothing could ever be given under it.
    else if (name === '__proto__') report(field, 'This name can’t be used.')
    else if (seen.has(name)) report(field, `There are two ${what}s called “${name}”.`)
    seen.add(name)
  })
}

function jsonProblem(text: string): string | null {
  if (isSingleOutput(text.trim())) return null
  try {
    for (const { text: leaf } of textsIn(parseJsonTemplate(text))) {
      const bad = templateProblem(leaf)
      if (bad) return bad
    }
    return null
  } catch (error) {
    if (error instanceof TemplateError) return error.message
    throw error
  }
}
