import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useEditor } from '@/components/flow-editor/use-editor'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'
import { Textarea } from '@/components/ui/textarea'
import { isKnownNode } from '@/lib/flows/schema'
import { useRunUrl } from './run-url'
import { initialText, parseInput, type StartInput } from './start-input'
import { useCurrentRun } from './use-current-run'
import { useLastInput } from './use-last-input'
import { useRunRefusal } from './use-run-refusal'

const noInputs: StartInput[] = []

/** Asks for the flow's inputs, with those of the last run filled in, else the samples. */
export function StartForm() {
  const last = useLastInput()
  const inputs = useEditor((state) => {
    const start = state.nodes.find((node) => node.type === 'start')
    return start && isKnownNode(start) && start.type === 'start' ? start.data.inputs : noInputs
  })
  if (last === undefined) {
    return (
      <LoadingRegion label="Loading the last inputs…">
        <div className="flex flex-col gap-3 p-4">
          <Skeleton className="h-8 max-w-md" />
          <Skeleton className="h-8 max-w-md" />
        </div>
      </LoadingRegion>
    )
  }
  return <Form inputs={inputs} last={last} />
}

function Form({ inputs, last }: { inputs: StartInput[]; last: Record<string, unknown> | null }) {
  const { startWith, isStarting } = useCurrentRun()
  const [, setUrl] = useRunUrl()
  const refusal = useRunRefusal()
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(inputs.map((input) => [input.name, initialText(input, last)])),
  )
  useEffect(() => focusFirst(form.current), [])

  function submit(event: FormEvent) {
    event.preventDefault()
    const parsed = inputs.map((input) => [input.name, parseInput(input, texts[input.name] ?? '')] as const)
    const bad = parsed.flatMap(([name, { error }]) => (error ? [[name, error] as const] : []))
    setErrors(Object.fromEntries(bad))
    const first = bad[0]?.[0]
    if (first !== undefined)
      return form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus()
    startWith(
      Object.fromEntries(parsed.flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]]))),
    )
  }

  function submitOnShortcut(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    // The editor's own Ctrl+Enter would start a second run.
    event.stopPropagation()
    // The press that opened the form goes on for as long as the keys are held down.
    if (!refusal && !event.repeat) form.current?.requestSubmit()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a shortcut for its submit button
    <form
      ref={form}
      noValidate
      onSubmit={submit}
      onKeyDown={submitOnShortcut}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="grid min-h-0 flex-1 content-start gap-4 overflow-y-auto px-4 py-3 sm:grid-cols-2 lg:grid-cols-3">
        {inputs.length === 0 && <p className="text-muted">This flow has no inputs.</p>}
        {inputs.map((input) => (
          <Field
            key={input.name}
            label={input.name}
            description={descriptions[input.type]}
            optional={!input.required}
            error={errors[input.name]}
          >
            <InputControl
              input={input}
              text={texts[input.name] ?? ''}
              onTextChange={(text) => setTexts({ ...texts, [input.name]: text })}
            />
          </Field>
        ))}
      </div>
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-4 py-2">
        <Button onClick={() => void setUrl({ panel: null })}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isStarting} disabledReason={refusal}>
          Run flow
        </Button>
      </footer>
    </form>
  )
}

const descriptions: Record<StartInput['type'], string | undefined> = {
  string: undefined,
  number: 'A number',
  boolean: 'True or false',
  object: 'A JSON object',
  array: 'A JSON list',
}

const booleans = [
  { value: '', label: 'Not set' },
  { value: 'true', label: 'True' },
  { value: 'false', label: 'False' },
]

type ControlProps = { input: StartInput; text: string; onTextChange: (text: string) => void }

function InputControl({ input, text, onTextChange }: ControlProps) {
  if (input.type === 'boolean') {
    return (
      <Select value={text} onValueChange={onTextChange} options={booleans.slice(input.required ? 1 : 0)} />
    )
  }
  if (input.type === 'object' || input.type === 'array') {
    return (
      <Textarea
        name={input.name}
        value={text}
        rows={4}
        spellCheck={false}
        className="font-mono text-xs"
        onChange={(event) => onTextChange(event.target.value)}
      />
    )
  }
  return (
    <Input
      name={input.name}
      value={text}
      inputMode={input.type === 'number' ? 'decimal' : undefined}
      onChange={(event) => onTextChange(event.target.value)}
    />
  )
}

function focusFirst(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>('input, textarea, [role="combobox"], button')?.focus()
}
