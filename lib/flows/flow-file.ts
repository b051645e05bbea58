import { AppError } from '@/lib/errors'
import { parseInput } from '@/lib/parse-input'
import { adoptEndpoints } from './adopt-endpoints'
import { type EndpointFacts, findProblems } from './problems'
import { createFlowSchema, type FlowDefinition, type FlowProblem } from './schema'

/** Of the file, which is indented; no flow that can be saved takes more. */
export const maxFileBytes = 4_000_000
/** Of the flow inside it: what one request may carry. */
const maxFlowBytes = 1_000_000

const fileSchema = createFlowSchema.required({ definition: true })

export type FlowFile = { name: string; description: string; definition: FlowDefinition }

/**
 * Reads a flow from a file as Export writes it.
 * @throws AppError `payload_too_large` or `invalid_input`, the latter with what is wrong and where
 */
export function parseFlowFile(text: string): FlowFile {
  const flow = parseShape(parseJson(text))
  const bytes = new TextEncoder().encode(JSON.stringify(flow)).length
  if (bytes > maxFlowBytes) throw tooLarge('The flow in this file is larger than 1 MB.')
  return flow
}

/** @throws AppError `payload_too_large`, before anybody reads the file */
export function refuseLargeFile(bytes: number): void {
  if (bytes > maxFileBytes) throw tooLarge('This file is larger than 4 MB.')
}

export type AdoptedFlow = {
  definition: FlowDefinition
  /** The names of the API Calls that have no endpoint now. */
  withoutEndpoint: string[]
  /** What keeps it from running here. */
  problems: FlowProblem[]
}

/**
 * Makes a definition from elsewhere one of an organization with these endpoints, and judges it there.
 */
export function adoptDefinition(
  { nodes, edges }: FlowDefinition,
  endpoints: readonly EndpointFacts[],
): AdoptedFlow {
  const ids = new Set(endpoints.map(({ id }) => id))
  const { nodes: adopted, withoutEndpoint } = adoptEndpoints(nodes, ids)
  const definition = { nodes: adopted, edges }
  return { definition, withoutEndpoint, problems: findProblems(definition, { endpoints }) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw new AppError('invalid_input', 'This file is not JSON.', {
      fieldErrors: reason ? [{ path: '', message: reason }] : [],
      cause: error,
    })
  }
}

function parseShape(value: unknown): FlowFile {
  try {
    return parseInput(fileSchema, value)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError('invalid_input', 'This file doesn’t hold a flow as Sluice exports it.', {
      fieldErrors: error.fieldErrors.length > 0 ? error.fieldErrors : [{ path: '', message: error.message }],
      cause: error,
    })
  }
}

function tooLarge(message: string): AppError {
  return new AppError('payload_too_large', message)
}
