'use client'

import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { edgeFromOutput, flowOrder } from '@/lib/flows/graph'
import { connectionRefusal, type EditorNode, findNode, outputsOf } from '../flow-document'
import { outputName, stepName } from '../step-types'
import { useEditor, useEditorActions, useEditorStore } from '../use-editor'
import { useCanvas, useCanvasStore } from './canvas-provider'

/** Connecting without pointing: an output and a step, from lists. */
export function ConnectDialog() {
  const canvas = useCanvasStore()
  const nodeId = useCanvas((state) => state.connectDialogFor)
  const node = useEditor((state) => (nodeId ? findNode(state, nodeId) : undefined))
  if (!node) return null
  const close = () => canvas.setState({ connectDialogFor: null, focusNext: node.id })
  return <ConnectForm key={node.id} node={node} onClose={close} />
}

function ConnectForm({ node, onClose }: { node: EditorNode; onClose: () => void }) {
  const formId = useId()
  const store = useEditorStore()
  const actions = useEditorActions()
  const outputs = outputsOf(node)
  const [output, setOutput] = useState(
    () => outputs.find((handle) => !edgeFromOutput(store.getState(), node.id, handle)) ?? outputs[0] ?? '',
  )
  const [target, setTarget] = useState<EditorNode | null>(null)
  const [error, setError] = useState<string>()
  const state = store.getState()
  const candidates = flowOrder(state).filter(
    ({ id }) => !connectionRefusal(state, { source: node.id, sourceHandle: output, target: id }),
  )

  function connect() {
    if (!target) return setError('Choose a step.')
    const refusal = actions.connect({ source: node.id, sourceHandle: output, target: target.id })
    if (refusal) setError(`${refusal}.`)
    else onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Connect ${stepName(node)}`}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId}>
            Connect steps
          </Button>
        </>
      }
    >
      {outputs.length === 0 ? (
        <p>This step ends the run, so nothing follows it.</p>
      ) : (
        <form
          id={formId}
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            connect()
          }}
        >
          {outputs.length > 1 && (
            <Field label="Output">
              <Select
                value={output}
                onValueChange={setOutput}
                options={outputs.map((handle) => ({
                  value: handle,
                  label: outputName(handle),
                  description: leadsTo(handle),
                }))}
              />
            </Field>
          )}
          <Field
            label="Leads to"
            error={error}
            description={outputs.length === 1 ? leadsTo(output) : undefined}
          >
            <Combobox
              items={candidates}
              value={target}
              onValueChange={(next) => {
                setTarget(next)
                setError(undefined)
              }}
              itemKey={({ id }) => id}
              itemLabel={stepName}
              placeholder="Choose a step"
              empty="No step can follow here."
            />
          </Field>
        </form>
      )}
    </Dialog>
  )

  function leadsTo(handle: string): string | undefined {
    const edge = edgeFromOutput(state, node.id, handle)
    const now = edge && findNode(state, edge.target)
    return now && `Leads to ${stepName(now)} now; connecting replaces that.`
  }
}
