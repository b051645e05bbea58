import { z } from 'zod'
import { httpMethods } from '@/lib/http/types'
import type { flowPageSchema, flowProblemSchema, flowSchema, flowSummarySchema } from './answers'
import { cursorSchema, limitSchema } from '@/lib/page-schema'
import { isStorableText, maxNameLength, nameSchema, sentenceOfMissing, unstorable } from '@/lib/texts'

export const nodeTypes = ['start', 'apiCall', 'condition', 'setVariables', 'delay', 'end'] as const
export type NodeType = (typeof nodeTypes)[number]

/** The outputs of each type, in the order in which they are drawn. */
export const nodeOutputs = {
  start: ['next'],
  apiCall: ['success', 'error'],
  condition: ['true', 'false'],
  setVariables: ['next'],
  delay: ['next'],
  end: [],
} as const satisfies Record<NodeType, readonly string[]>

export const flowLimits = {
  name: maxNameLength,
  description: 500,
  nodes: 5_000,
  edges: 10_000,
  rows: 100,
  text: 8_192,
  body: 262_144,
  /** Seconds; a problem of the flow when exceeded, not a refusal to save it. */
  delaySeconds: 3_600,
} as const

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, item]) => isStorableText(name) && isStorable(item))
}

const text = z.string().max(flowLimits.text)
const row = z.strictObject({ name: text, value: text, enabled: z.boolean().optional() })

/** How a step is named in templates: `steps.get_customer`. */
export const keyPattern = /^[a-z][a-z0-9_]{0,63}$/
const base = {
  key: z.string().regex(keyPattern, 'A key is lower-case letters, digits and underscores.'),
  label: z.string().max(80),
}

export const inputTypes = ['string', 'number', 'boolean', 'object', 'array'] as const
export type InputType = (typeof inputTypes)[number]

export const startDataSchema = z.strictObject({
  ...base,
  inputs: z
    .array(
      z.strictObject({
        name: z.string().max(64),
        type: z.enum(inputTypes),
        required: z.boolean(),
        sample: z.unknown().optional(),
      }),
    )
    .max(flowLimits.rows)
    .default([]),
})

export const bodyTypes = ['none', 'json', 'form', 'text'] as const

export const retryDataSchema = z.strictObject({
  /** Tries in all, the first one included. */
  attempts: z.number().int().min(1).max(10),
  /** First wait; doubles with each further try, with jitter. */
  delaySeconds: z.number().min(0).max(60).optional(),
  on: z.array(z.enum(['connect', 'timeout', '429', '5xx'])).optional(),
  /** The header that makes repeating safe; it carries the same value in every attempt of the step. */
  idempotencyHeader: z.string().max(256).nullable().optional(),
})

export const apiCallDataSchema = z.strictObject({
  ...base,
  /** Compared as text; RFC 9562 §4 has ids read in either case. */
  endpointId: z.string().max(64).toLowerCase().nullable().default(null),
  method: z.enum(httpMethods).default('GET'),
  path: text.default(''),
  query: z.array(row).max(flowLimits.rows).optional(),
  headers: z.array(row).max(flowLimits.rows).optional(),
  body: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('none') }),
      z.strictObject({ type: z.literal('json'), content: z.string().max(flowLimits.body) }),
      z.strictObject({
        type: z.literal('text'),
        content: z.string().max(flowLimits.body),
        contentType: text.optional(),
      }),
      z.strictObject({ type: z.literal('form'), fields: z.array(row).max(flowLimits.rows) }),
    ])
    .optional(),
  /** Numbers and ranges, comma-separated: `200-299, 404`. */
  successStatuses: z.string().max(200).optional(),
  responseFormat: z.enum(['auto', 'json', 'text']).optional(),
  /** Only shorter than the endpoint's. */
  connectTimeoutSeconds: z.number().min(0.1).max(300).nullable().optional(),
  responseTimeoutSeconds: z.number().min(0.1).max(600).nullable().optional(),
  retry: retryDataSchema.optional(),
})

export const conditionOperators = [
  'equals',
  'notEquals',
  'contains',
  'notContains',
  'startsWith',
  'endsWith',
  'greaterThan',
  'greaterOrEqual',
  'lessThan',
  'lessOrEqual',
  'isEmpty',
  'isNotEmpty',
  'isTrue',
  'isFalse',
] as const
export type ConditionOperator = (typeof conditionOperators)[number]

export const conditionDataSchema = z.strictObject({
  ...base,
  match: z.enum(['all', 'any']).default('all'),
  rows: z
    .array(z.strictObject({ left: text, operator: z.enum(conditionOperators), right: text.default('') }))
    .max(flowLimits.rows)
    .default([]),
})

export const setVariablesDataSchema = z.strictObject({
  ...base,
  variables: z
    .array(z.strictObject({ name: z.string().max(64), value: text }))
    .max(flowLimits.rows)
    .default([]),
})

export const delayDataSchema = z.strictObject({
  ...base,
  /** `null` is a field left empty, and like a number out of range a problem of the flow. */
  seconds: z.number().nullable().default(1),
})

export const endDataSchema = z.strictObject({
  ...base,
  failed: z.boolean().optional(),
  /** Built with templates in its leaves. */
  output: z.record(z.string(), z.unknown()).default({}),
})

export const nodeDataSchemas = {
  start: startDataSchema,
  apiCall: apiCallDataSchema,
  condition: conditionDataSchema,
  setVariables: setVariablesDataSchema,
  delay: delayDataSchema,
  end: endDataSchema,
} as const satisfies Record<NodeType, z.ZodType>

const nodeBase = {
  id: z.string().min(1).max(64),
  position: z.object({ x: z.number(), y: z.number() }),
}

// Not strict: React Flow adds `selected`, `dragging` and `measured`, and zod drops them here.
export const flowNodeSchema = z.discriminatedUnion('type', [
  z.object({ ...nodeBase, type: z.literal('start'), data: startDataSchema }).meta({ id: 'StartNode' }),
  z.object({ ...nodeBase, type: z.literal('apiCall'), data: apiCallDataSchema }).meta({ id: 'ApiCallNode' }),
  z
    .object({ ...nodeBase, type: z.literal('condition'), data: conditionDataSchema })
    .meta({ id: 'ConditionNode' }),
  z
    .object({ ...nodeBase, type: z.literal('setVariables'), data: setVariablesDataSchema })
    .meta({ id: 'SetVariablesNode' }),
  z.object({ ...nodeBase, type: z.literal('delay'), data: delayDataSchema }).meta({ id: 'DelayNode' }),
  z.object({ ...nodeBase, type: z.literal('end'), data: endDataSchema }).meta({ id: 'EndNode' }),
])
export type FlowNode = z.output<typeof flowNodeSchema>
export type NodeOf<T extends NodeType> = Extract<FlowNode, { type: T }>
export type NodeData<T extends NodeType> = NodeOf<T>['data']

/** A step of a type that this version doesn't know: kept as it is, and a problem of the flow. */
export const unknownNodeSchema = z
  .object({
    ...nodeBase,
    type: z
      .string()
      .max(64)
      .refine((type) => !(nodeTypes as readonly string[]).includes(type)),
    data: z.record(z.string(), z.unknown()).default({}),
  })
  .meta({ id: 'UnknownNode', description: 'A step of a type that this version doesn’t know: kept as it is.' })
export type UnknownNode = z.output<typeof unknownNodeSchema>

export const flowEdgeSchema = z
  .object({
    id: z.string().min(1).max(64),
    source: z.string().max(64),
    sourceHandle: z.string().max(64),
    target: z.string().max(64),
  })
  .meta({ id: 'FlowEdge' })
export type FlowEdge = z.output<typeof flowEdgeSchema>

/** A step as the description of the API has it; `parsedNodeSchema` takes exactly these. */
export const anyNodeSchema = z.union([...flowNodeSchema.options, unknownNodeSchema]).meta({ id: 'FlowNode' })

/** Judges a step by its type, so that what is wrong is said on the field and not of every type in turn. */
export const parsedNodeSchema = z.record(z.string(), z.unknown()).transform((node, ctx) => {
  const known = (nodeTypes as readonly unknown[]).includes(node.type)
  const schema = known ? flowNodeSchema : unknownNodeSchema
  const passed = schema.safeParse(node)
  if (passed.success) return passed.data as FlowNode | UnknownNode
  const parsed = schema.safeParse(node, { error: sentenceOfMissing })
  if (parsed.success) return z.NEVER
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') ctx.issues.push({ ...issue, input: node })
    else ctx.addIssue({ ...issue, code: 'custom' })
  }
  return z.NEVER
})

/**
 * A flow as stored, exported and sent through the API (React Flow's shape). What is well-formed can be
 * saved; whether it can run is `findProblems` in `problems.ts`.
 */
export const flowDefinitionSchema = z
  .strictObject({
    nodes: z.array(parsedNodeSchema).max(flowLimits.nodes),
    edges: z.array(flowEdgeSchema).max(flowLimits.edges),
  })
  .superRefine((definition, ctx) => {
    for (const list of ['nodes', 'edges'] as const) {
      const seen = new Set<string>()
      definition[list].forEach((item, index) => {
        if (!isStorable(item)) ctx.addIssue({ code: 'custom', path: [list, index], message: unstorable })
        if (seen.has(item.id))
          ctx.addIssue({
            code: 'custom',
            path: [list, index, 'id'],
            message: `The id “${item.id}” is used twice.`,
          })
        seen.add(item.id)
      })
    }
  })
  .meta({ id: 'FlowDefinition' })
export type FlowDefinition = { nodes: (FlowNode | UnknownNode)[]; edges: FlowEdge[] }

export function isKnownNode(node: FlowNode | UnknownNode): node is FlowNode {
  return (nodeTypes as readonly string[]).includes(node.type)
}

export const flowProblemCodes = [
  'no_start',
  'several_starts',
  'unknown_type',
  'endpoint_missing',
  'endpoint_deleted',
  'cycle',
  'two_edges_from_output',
  'dangling_edge',
  'duplicate_key',
  'invalid_template',
  'unknown_reference',
  'invalid_field',
  'unreachable',
] as const
/** Something that keeps a flow from running, said where it can be mended. */
export type FlowProblem = z.infer<typeof flowProblemSchema>

const flowDescription = z.string().trim().max(flowLimits.description).refine(isStorableText, unstorable)

export const createFlowSchema = z
  .strictObject({
    name: nameSchema,
    description: flowDescription.default(''),
    definition: flowDefinitionSchema.optional(),
  })
  .meta({ id: 'CreateFlowRequest' })
export type CreateFlowInput = z.output<typeof createFlowSchema>

export const updateFlowSchema = z.strictObject({
  version: z.number().int().positive(),
  name: nameSchema.optional(),
  description: flowDescription.optional(),
  definition: flowDefinitionSchema.optional(),
})
export type UpdateFlowInput = z.output<typeof updateFlowSchema>

/** The draft that the caller saw; without one, whatever the draft is now. */
export const publishFlowSchema = z
  .strictObject({ version: z.number().int().positive().optional() })
  .meta({ id: 'PublishFlowRequest' })
export type PublishFlowInput = z.output<typeof publishFlowSchema>

export const lastRunFilters = ['succeeded', 'failed', 'canceled', 'interrupted', 'running', 'never'] as const
export type LastRunFilter = (typeof lastRunFilters)[number]
export const flowSorts = ['name', 'lastRun', 'updated'] as const
export type FlowSort = (typeof flowSorts)[number]
/** The direction of each unless asked for the other: what people look for first. */
export const firstFlowOrder = {
  name: 'asc',
  lastRun: 'desc',
  updated: 'desc',
} as const satisfies Record<FlowSort, 'asc' | 'desc'>

export const listFlowsSchema = z.strictObject({
  search: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: 'Part of the name or the description, ignoring case.' }),
  lastRun: z
    .enum(lastRunFilters)
    .optional()
    .meta({ description: 'How the last run ended, that it goes on, or that there was none.' }),
  endpoint: z.uuid().optional().meta({ description: 'Only flows whose draft uses this endpoint.' }),
  sort: z.enum(flowSorts).default('updated'),
  order: z
    .enum(['asc', 'desc'])
    .optional()
    .meta({ description: '`asc` for names, and the newest first for times, unless said otherwise.' }),
  limit: limitSchema,
  cursor: cursorSchema,
})
export type ListFlowsInput = z.output<typeof listFlowsSchema>

/** A flow in a list. */
export type FlowSummary = z.infer<typeof flowSummarySchema>
export type Flow = z.infer<typeof flowSchema>
export type FlowPage = z.infer<typeof flowPageSchema>
