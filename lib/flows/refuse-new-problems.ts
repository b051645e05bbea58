import { AppError } from '@/lib/errors'
import { blockingProblems } from './problems'
import type { FlowProblem } from './schema'

/**
 * Stops what would keep a published flow from running with another endpoint. What kept it from running
 * before is no reason: it is where it was, whatever the endpoint is called that it tells of.
 * @throws AppError `unprocessable`, with the flow and what is new in `details`
 */
export function refuseNewProblems(
  flow: { id: string; name: string },
  endpoint: { name: string },
  problems: { before: FlowProblem[]; after: FlowProblem[] },
): void {
  const known = new Set(blockingProblems(problems.before).map(placeOf))
  const added = blockingProblems(problems.after).filter((problem) => !known.has(placeOf(problem)))
  const [first] = added
  if (!first) return
  const message = `“${flow.name}” could not run with “${endpoint.name}”: ${first.message}`
  const { id, name } = flow
  throw new AppError('unprocessable', message, { details: { flow: { id, name }, problems: added } })
}

function placeOf({ code, nodeId, field }: FlowProblem): string {
  return JSON.stringify([code, nodeId, field])
}
