import type { FlowNode, NodeOf, NodeType } from './schema'

/** `json` holds templates inside the texts of a JSON document; `text` is one template. */
export type TemplateKind = 'text' | 'json'

export type TemplateField = {
  /** Path inside the node's `data`, in dots. */
  field: string
  kind: TemplateKind
  text: string
  /** A row that is switched off takes no part in runs. */
  enabled: boolean
}

type Change = (field: TemplateField) => string
type Row = { name: string; value: string; enabled?: boolean }

const changers = {
  start: (node) => node,
  apiCall: (node, change) => {
    const { path, query, headers, body } = node.data
    return withData(node, {
      path: change({ field: 'path', kind: 'text', text: path, enabled: true }),
      ...(query && { query: changeRows('query', query, change) }),
      ...(headers && { headers: changeRows('headers', headers, change) }),
      ...(body && { body: changeBody(body, change) }),
    })
  },
  condition: (node, change) =>
    withData(node, {
      rows: node.data.rows.map((row, index) => ({
        ...row,
        left: change({ field: `rows.${index}.left`, kind: 'text', text: row.left, enabled: true }),
        right: change({ field: `rows.${index}.right`, kind: 'text', text: row.right, enabled: true }),
      })),
    }),
  setVariables: (node, change) =>
    withData(node, { variables: changeRows('variables', node.data.variables, change) }),
  delay: (node) => node,
  end: (node, change) =>
    withData(node, {
      output: changeLeaves('output', node.data.output, change) as NodeOf<'end'>['data']['output'],
    }),
} satisfies { [T in NodeType]: (node: NodeOf<T>, change: Change) => NodeOf<T> }

/** The node with every template replaced by what `change` makes of it. */
export function mapTemplates<T extends NodeType>(node: NodeOf<T>, change: Change): NodeOf<T> {
  const changer = changers[node.type as T] as unknown as (node: NodeOf<T>, change: Change) => NodeOf<T>
  return changer(node, change)
}

/** Every template of a node, in the order of its form. */
export function templateFields(node: FlowNode): TemplateField[] {
  const fields: TemplateField[] = []
  mapTemplates(node, (field) => {
    fields.push(field)
    return field.text
  })
  return fields
}

function withData<T extends NodeType>(node: NodeOf<T>, data: Partial<NodeOf<T>['data']>): NodeOf<T> {
  return { ...node, data: { ...node.data, ...data } }
}

function changeRows<R extends Row>(field: string, rows: R[], change: Change): R[] {
  return rows.map((row, index) => ({
    ...row,
    value: change({
      field: `${field}.${index}.value`,
      kind: 'text',
      text: row.value,
      enabled: row.enabled !== false,
    }),
  }))
}

function changeBody(body: NonNullable<NodeOf<'apiCall'>['data']['body']>, change: Change): typeof body {
  if (body.type === 'none') return body
  if (body.type === 'form') return { ...body, fields: changeRows('body.fields', body.fields, change) }
  const content = change({
    field: 'body.content',
    kind: body.type === 'json' ? 'json' : 'text',
    text: body.content,
    enabled: true,
  })
  return { ...body, content }
}

function changeLeaves(field: string, value: unknown, change: Change): unknown {
  if (typeof value === 'string') return change({ field, kind: 'text', text: value, enabled: true })
  if (Array.isArray(value)) return value.map((item, index) => changeLeaves(`${field}.${index}`, item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, changeLeaves(`${field}.${name}`, item, change)]),
  )
}
