import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs'
import type { StepRecord } from '@/lib/runs/schema'
import { AttemptProgress } from './attempt-progress'
import { BodiesOnly } from './bodies-only'
import { DelayResult, DelayWait } from './delay-view'
import { FailureCallout } from './failure-callout'
import { JsonView } from './json-view'
import { RequestTab } from './request-tab'
import { ResponseTab } from './response-tab'
import type { ListedStep } from './run-steps'
import { type ResultTab, useRunUrl } from './run-url'
import { TimingTab } from './timing-tab'

/** Everything that the run kept of one step. */
export function StepResult({ step }: { step: ListedStep }) {
  const [{ result }, setUrl] = useRunUrl()
  const record = step.record?.record
  if (record?.type === 'delay' && step.progress.status === 'running') return <DelayWait record={record} />
  const last = record?.attempts.at(-1)
  if (last && step.progress.status === 'running') return <AttemptProgress last={last} />
  if (!record || step.progress.status === 'running') {
    return (
      <p className="p-4 text-sm text-muted">{step.progress.status === 'running' ? 'Running…' : 'Loading…'}</p>
    )
  }
  const tabs = record.type === 'apiCall' ? apiCallTabs : otherTabs
  const shown = tabs.some(({ value }) => value === result) ? result : 'response'
  return (
    <Tabs
      value={shown}
      onValueChange={(value) => void setUrl({ result: value as ResultTab }, { history: 'replace' })}
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <TabList label={`Result of ${record.label}`} className="px-2">
          {tabs.map(({ value, label }) => (
            <Tab key={value} value={value}>
              {label}
            </Tab>
          ))}
        </TabList>
        <div className="min-h-0 flex-1 overflow-y-auto p-3">
          {record.error && <FailureCallout step={step} record={record} />}
          <TabPanel value="response">
            {record.type === 'apiCall' ? (
              <ResponseTab record={record} />
            ) : (
              <OwnResult step={step} record={record} />
            )}
          </TabPanel>
          {record.type === 'apiCall' && (
            <>
              <TabPanel value="request">
                <RequestTab record={record} />
              </TabPanel>
              <TabPanel value="timing">
                <TimingTab record={record} />
              </TabPanel>
            </>
          )}
          <TabPanel value="input">
            <BodiesOnly>
              <JsonView
                value={record.input}
                label="Input of this step"
                fileName={`${record.key}-input.json`}
              />
            </BodiesOnly>
          </TabPanel>
        </div>
      </div>
    </Tabs>
  )
}

const apiCallTabs: { value: ResultTab; label: string }[] = [
  { value: 'response', label: 'Response' },
  { value: 'request', label: 'Request' },
  { value: 'timing', label: 'Timing' },
  { value: 'input', label: 'Input' },
]
const otherTabs: typeof apiCallTabs = [
  { value: 'response', label: 'Result' },
  { value: 'input', label: 'Input' },
]

function OwnResult({ step, record }: { step: ListedStep; record: StepRecord }) {
  if (record.error) return null
  if (record.type === 'delay') return <DelayResult step={step} record={record} />
  return (
    <BodiesOnly>
      <JsonView value={record.result} label="Result of this step" fileName={`${record.key}-result.json`} />
    </BodiesOnly>
  )
}
