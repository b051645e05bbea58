import { stepName } from '@/components/flow-editor/step-types'
import type { FlowDefinition, FlowProblem } from '@/lib/flows/schema'

type FlowFileProblemsProps = { nodes: FlowDefinition['nodes']; problems: FlowProblem[]; limit: number }

/** What is wrong with a flow, each with the step that it is about. */
export function FlowFileProblems({ nodes, problems, limit }: FlowFileProblemsProps) {
  const names = new Map<string | null, string>(nodes.map((node) => [node.id, stepName(node)]))
  return (
    <ul className="mt-2 grid gap-1.5">
      {problems.slice(0, limit).map(({ code, severity, message, nodeId, field }, index) => (
        <li key={`${nodeId} ${field} ${code} ${index}`} className="break-words">
          <span className="font-medium text-ink">{names.get(nodeId) ?? 'Flow'}</span>
          {': '}
          {severity === 'warning' && 'Warning: '}
          {message}
        </li>
      ))}
      {problems.length > limit && <li>And {problems.length - limit} more.</li>}
    </ul>
  )
}
