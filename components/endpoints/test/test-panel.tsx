import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useLocale } from '@/components/ui/locale-context'
import { useFormat } from '@/components/ui/use-format'
import type { EndpointTestStamp, TestEndpointInput } from '@/lib/endpoints/schema'
import { TestAnswer } from './test-answer'
import { TestSteps } from './test-steps'
import { type TestState, useConnectionTest } from './use-connection-test'

type Method = TestEndpointInput['method']

/** What would be tested now: all of a saved endpoint or all of a form, never a mixture. */
export type TestSubject =
  | { source: 'saved'; id: string }
  | { source: 'form'; endpoint: Extract<TestEndpointInput, { source: 'form' }>['endpoint'] }

type TestPanelProps = {
  /** Called when [Test] is pressed; `null` when the form has said what is missing. */
  subject: () => TestSubject | null
  /** Counts changes of what decides how the request goes out. */
  edits: number
  lastTest: EndpointTestStamp | null
  disabledReason?: string
  /** Starts the test at once. */
  autoStart?: boolean
}

const methods = (['GET', 'HEAD', 'POST'] as const).map((value) => ({ value, label: value }))

/** Sends one request and tells, step by step, how far it came. */
export function TestPanel({ subject, edits, lastTest, disabledReason, autoStart }: TestPanelProps) {
  const { state, run, cancel } = useConnectionTest()
  const [method, setMethod] = useState<Method>('GET')
  const [path, setPath] = useState('')
  const isRunning = state.status === 'running'
  const pathError =
    state.status === 'refused'
      ? state.error.fieldErrors.find((error) => error.path === 'path')?.message
      : undefined

  function start() {
    if (disabledReason || isRunning) return
    const tested = subject()
    if (tested) void run({ ...tested, method, path }, edits)
  }

  const startNow = useRef(start)
  useEffect(() => {
    if (autoStart) startNow.current()
  }, [autoStart])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    start()
  }

  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex items-end gap-2">
        <Select
          label="Test method"
          value={method}
          onValueChange={setMethod}
          options={methods}
          className="w-24 shrink-0"
        />
        <Field label="Test path" hideLabel error={pathError} className="flex-1">
          <Input
            value={path}
            onChange={(event) => setPath(event.target.value)}
            onKeyDown={onKeyDown}
            mono
            autoComplete="off"
            placeholder="/status"
          />
        </Field>
        {isRunning ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button disabledReason={disabledReason} onClick={start}>
            Test
          </Button>
        )}
      </div>
      {disabledReason && <p className="text-xs text-muted">{disabledReason}</p>}
      <TestOutcome state={state} edits={edits} lastTest={lastTest} />
    </div>
  )
}

type TestOutcomeProps = { state: TestState; edits: number; lastTest: EndpointTestStamp | null }

function TestOutcome({ state, edits, lastTest }: TestOutcomeProps) {
  const locale = useLocale()
  if (state.status === 'refused') {
    return (
      <Callout tone="danger" role="alert" title="The test could not start">
        {state.error.message}
      </Callout>
    )
  }
  if (state.status === 'canceled') return <p className="text-muted">Canceled. The connection was closed.</p>
  if (state.status === 'idle') return lastTest && <LastTest stamp={lastTest} />
  const result = state.status === 'done' ? state.result : null
  return (
    <>
      {state.status === 'done' && (
        <p className="text-xs text-muted">
          Tested{' '}
          {new Date(state.result.testedAt).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' })}{' '}
          by you
          {edits !== state.edits && (
            <span className="text-warning"> · Settings changed since this test.</span>
          )}
        </p>
      )}
      <TestSteps result={result} />
      {result && <TestAnswer result={result} />}
    </>
  )
}

function LastTest({ stamp }: { stamp: EndpointTestStamp }) {
  const format = useFormat()
  const answer = stamp.statusCode === null ? 'without an answer' : `with ${stamp.statusCode}`
  return (
    <p className="text-xs text-muted">
      Last tested {format.relativeTime(stamp.at)}: {stamp.ok ? 'passed' : 'failed'} {answer}.
    </p>
  )
}
