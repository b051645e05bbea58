import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { edgeFromOutput, incomingEdges, upstreamOf } from '@/lib/flows/graph'
import { type EditorNode, outputsOf } from '../flow-document'
import { outputName, stepName } from '../step-types'
import { useEditor, useEditorActions } from '../use-editor'
import { Section } from './section'
import { useStepForm } from './step-context'

/** What leads to the step and where its outputs lead: the way to connect without a pointer. */
export function Connections({ node }: { node: EditorNode }) {
  return (
    <Section title="Connections">
      <Incoming node={node} />
      {outputsOf(node).map((output) => (
        <Outgoing key={output} node={node} output={output} />
      ))}
    </Section>
  )
}

function Incoming({ node }: { node: EditorNode }) {
  const nodes = useEditor((state) => state.nodes)
  const edges = useEditor((state) => state.edges)
  const actions = useEditorActions()
  const { readOnly } = useStepForm()
  if (node.type === 'start') return null
  const incoming = incomingEdges({ nodes, edges }, node.id)
  if (incoming.length === 0) return <p className="text-muted">Nothing leads to this step yet.</p>
  return (
    <ul aria-label="Leads to this step" className="flex flex-col gap-1">
      {incoming.map((edge) => {
        const source = nodes.find(({ id }) => id === edge.source)
        const text = `${outputName(edge.sourceHandle)} of ${source ? stepName(source) : 'a missing step'}`
        return (
          <li key={edge.id} className="flex items-center gap-2">
            <span className="shrink-0 text-muted">From</span>
            <span className="min-w-0 flex-1 truncate">{text}</span>
            <IconButton
              label={`Remove connection from ${text}`}
              size="sm"
              disabled={readOnly}
              onClick={() => actions.disconnect(edge.id)}
            >
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        )
      })}
    </ul>
  )
}

function Outgoing({ node, output }: { node: EditorNode; output: string }) {
  const nodes = useEditor((state) => state.nodes)
  const edges = useEditor((state) => state.edges)
  const actions = useEditorActions()
  const { readOnly } = useStepForm()
  const [refused, setRefused] = useState<string | null>(null)
  const edge = edgeFromOutput({ nodes, edges }, node.id, output)
  const options = useMemo(() => {
    const before = upstreamOf({ nodes, edges }, node.id)
    return nodes
      .filter(({ id, type }) => id !== node.id && type !== 'start')
      .map((target) => ({
        value: target.id,
        label: stepName(target),
        disabled: before.has(target.id),
        description: before.has(target.id) ? 'Would create a loop' : undefined,
      }))
  }, [nodes, edges, node.id])

  return (
    <Field label={outputName(output)} error={refused ?? undefined}>
      <div className="flex items-center gap-1">
        <Select
          value={edge?.target ?? null}
          placeholder="Not connected"
          options={options}
          disabled={readOnly || options.length === 0}
          onValueChange={(target) =>
            setRefused(actions.connect({ source: node.id, sourceHandle: output, target }))
          }
        />
        {edge && (
          <IconButton
            label={`Remove connection of ${outputName(output)}`}
            disabled={readOnly}
            onClick={() => {
              setRefused(null)
              actions.disconnect(edge.id)
            }}
          >
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
    </Field>
  )
}
