import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { Textarea } from '@/components/ui/textarea'
import { flowLimits } from '@/lib/flows/schema'
import { useEditor, useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

/** Shown while no step is selected. */
export function FlowSettings() {
  const name = useEditor((state) => state.name)
  const description = useEditor((state) => state.description)
  const published = useEditor((state) => state.published)
  const startId = useEditor((state) => state.nodes.find(({ type }) => type === 'start')?.id)
  const actions = useEditorActions()
  const readOnly = useReadOnly() !== null
  return (
    <div className="flex h-full min-h-0 flex-col gap-4 overflow-y-auto p-4">
      <h2 className="font-medium">Flow settings</h2>
      <Field label="Name" error={name.trim() === '' ? 'Enter a name.' : undefined}>
        <Input
          data-inspector-focus
          value={name}
          maxLength={flowLimits.name}
          readOnly={readOnly}
          onChange={(event) => actions.setMeta({ name: event.target.value }, 'flow.name')}
          onBlur={actions.endGroup}
        />
      </Field>
      <Field
        label="Description"
        optional
        counter={{
          length: description.length,
          max: flowLimits.description,
          from: flowLimits.description - 50,
        }}
      >
        <Textarea
          value={description}
          rows={3}
          maxLength={flowLimits.description}
          readOnly={readOnly}
          onChange={(event) => actions.setMeta({ description: event.target.value }, 'flow.description')}
          onBlur={actions.endGroup}
        />
      </Field>
      {startId && (
        <div className="flex flex-col items-start gap-1">
          <p className="text-muted">Inputs of the flow are declared on its Start step.</p>
          <Button size="sm" onClick={() => actions.select([startId])}>
            {readOnly ? 'View inputs' : 'Edit inputs'}
          </Button>
        </div>
      )}
      <p className="text-muted">
        {published ? (
          <>
            Version {published.number} was published <RelativeTime date={published.at} /> by {published.by}.
          </>
        ) : (
          'Not published yet. Triggers run the published version.'
        )}
      </p>
    </div>
  )
}
