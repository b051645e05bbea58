import { Callout } from '@/components/ui/callout'
import { isKnownNode } from '@/lib/flows/schema'
import { useStepProblems } from '../editor-problems'
import type { EditorNode } from '../flow-document'
import { ApiCallFields } from './api-call/api-call-fields'
import { ConditionFields } from './condition-fields'
import { DelayFields } from './delay-fields'
import { EndFields } from './end-fields'
import { SetVariablesFields } from './set-variables-fields'
import { StartFields } from './start-fields'

/** The Configure tab’s form, by type of step. */
export function StepFields({ node }: { node: EditorNode }) {
  return (
    <>
      <StepProblems nodeId={node.id} />
      <FieldsOfType node={node} />
    </>
  )
}

function FieldsOfType({ node }: { node: EditorNode }) {
  if (!isKnownNode(node)) return null
  switch (node.type) {
    case 'start':
      return <StartFields data={node.data} />
    case 'apiCall':
      return <ApiCallFields data={node.data} />
    case 'condition':
      return <ConditionFields data={node.data} />
    case 'setVariables':
      return <SetVariablesFields data={node.data} />
    case 'delay':
      return <DelayFields data={node.data} />
    case 'end':
      return <EndFields data={node.data} />
  }
}

/** Problems of the step as a whole; those of a field stand at the field. */
function StepProblems({ nodeId }: { nodeId: string }) {
  const problems = useStepProblems(nodeId).filter(({ field }) => field === null)
  return problems.map(({ message, severity }) => (
    <Callout key={message} tone={severity === 'error' ? 'danger' : 'warning'}>
      {message}
    </Callout>
  ))
}
