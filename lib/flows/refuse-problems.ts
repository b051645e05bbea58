import { AppError } from '@/lib/errors'
import { blockingProblems } from './problems'
import type { FlowDefinition, FlowProblem } from './schema'

/**
 * Stops what needs a flow that can run.
 * @throws AppError `unprocessable`, with all problems in `details.problems`
 */
export function refuseProblems(definition: FlowDefinition, problems: FlowProblem[]): void {
  const blocking = blockingProblems(problems)
  const [first] = blocking
  if (!first) return
  const message =
    blocking.length === 1
      ? first.message
      : `This flow has ${blocking.length} problems that keep it from running.`
  throw new AppError('unprocessable', message, {
    fieldErrors: blocking.map((problem) => ({ path: pathOf(definition, problem), message: problem.message })),
    details: { problems },
  })
}

function pathOf(definition: FlowDefinition, { nodeId, field }: FlowProblem): string {
  if (nodeId === null) return 'definition'
  const index = definition.nodes.findIndex(({ id }) => id === nodeId)
  return field === null ? `definition.nodes.${index}` : `definition.nodes.${index}.data.${field}`
}
