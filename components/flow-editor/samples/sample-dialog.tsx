import { type FormEvent, useEffect, useId, useState } from 'react'
import { useDiscardGuard } from '@/components/endpoints/use-discard-guard'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { showToast } from '@/components/ui/toast'
import { useFlowId } from '../use-editor'
import { parseSample } from './parse-sample'
import { keepSample, removeSample, useSamples } from './stored-samples'

type Props = { nodeId: string; name: string; onClose: () => void }

/** Asks for the body of an answer, which the templates of later steps then know until it is removed. */
export function SampleDialog({ nodeId, name, onClose }: Props) {
  const flowId = useFlowId()
  const samples = useSamples(flowId)
  const formId = useId()
  const isKept = Object.hasOwn(samples, nodeId)
  const [before] = useState(() => (isKept ? JSON.stringify(samples[nodeId], null, 2) : ''))
  const [text, setText] = useState(before)
  const [error, setError] = useState<string>()
  const guard = useDiscardGuard()
  const { setDirty } = guard
  useEffect(() => setDirty(text !== before), [text, before, setDirty])
  const close = () => guard.attempt(onClose)

  function save(event: FormEvent) {
    event.preventDefault()
    const parsed = parseSample(text)
    if (!parsed.ok) return setError(parsed.message)
    const refusal = keepSample(flowId, nodeId, parsed.body)
    if (refusal !== null) return setError(refusal)
    showToast({ title: 'Sample saved' })
    onClose()
  }

  function remove() {
    removeSample(flowId, nodeId)
    showToast({ title: 'Sample removed' })
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={close}
      size="lg"
      title={`Sample of “${name}”`}
      description="What the API answers, as JSON. It is kept on this device only, and stands for this step’s answer in previews and when you run single steps."
      footer={
        <>
          {isKept && (
            <Button variant="ghost" className="mr-auto" onClick={remove}>
              Remove sample
            </Button>
          )}
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId}>
            Save sample
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={save}>
        <Field label="Response body" error={error}>
          <Textarea
            value={text}
            rows={12}
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => {
              setText(event.target.value)
              setError(undefined)
            }}
          />
        </Field>
      </form>
      <DiscardDialog
        open={guard.pending !== null}
        name={`the sample of “${name}”`}
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
    </Dialog>
  )
}
