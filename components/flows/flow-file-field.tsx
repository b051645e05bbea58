import type { Ref } from 'react'
import { announce } from '@/components/ui/announcer'
import { Callout } from '@/components/ui/callout'
import { FileDrop } from '@/components/ui/file-drop'
import { useFormat } from '@/components/ui/use-format'
import { ActionError } from '@/lib/action-result'
import { AppError, type FieldError } from '@/lib/errors'
import { plural } from '@/lib/format'
import { FlowFileProblems } from './flow-file-problems'
import { type ReadFlow, useReadFlowFile } from './use-read-flow-file'

/** Of a list that may be long. */
const shown = 8

type FlowFileFieldProps = {
  /** The flow in the file; `null` while there is none, or none that can be read. */
  onRead: (flow: ReadFlow | null) => void
  buttonRef?: Ref<HTMLButtonElement>
}

/** Takes a file, and says what it holds or why it can't be read. */
export function FlowFileField({ onRead, buttonRef }: FlowFileFieldProps) {
  const read = useReadFlowFile()
  return (
    <div className="grid gap-3">
      <FileDrop
        what="a JSON file"
        accept=".json,application/json"
        fileName={read.variables?.name}
        loading={read.isPending}
        buttonRef={buttonRef}
        onFile={(file) => {
          onRead(null)
          // Given here, it is not called for a dialog that was closed meanwhile.
          read.mutate(file, {
            onSuccess: (flow) => {
              announce(summaryOf(flow))
              onRead(flow)
            },
          })
        }}
      />
      {read.error && <Refusal error={read.error} />}
      {read.data && <Findings flow={read.data} />}
    </div>
  )
}

function Refusal({ error }: { error: Error }) {
  const { message, fieldErrors } = reasonOf(error)
  return (
    <Callout tone="danger" role="alert" title={message}>
      <ul className="grid gap-1">
        {fieldErrors.slice(0, shown).map(({ path, message: reason }) => (
          <li key={`${path} ${reason}`} className="break-words">
            {path !== '' && <code className="font-mono text-xs text-ink">{path}</code>} {reason}
          </li>
        ))}
        {fieldErrors.length > shown && <li>And {fieldErrors.length - shown} more.</li>}
      </ul>
    </Callout>
  )
}

function reasonOf(error: Error): { message: string; fieldErrors: FieldError[] } {
  if (error instanceof AppError) return error
  if (error instanceof ActionError) return { message: error.body.message, fieldErrors: [] }
  return { message: 'The file couldn’t be read. Choose it again.', fieldErrors: [] }
}

function Findings({ flow }: { flow: ReadFlow }) {
  const { list } = useFormat()
  const { withoutEndpoint, problems, definition } = flow
  return (
    <>
      {withoutEndpoint.length > 0 && (
        <Callout tone="info" title="Endpoints don’t come along">
          {list(withoutEndpoint.map((label) => `“${label}”`))}{' '}
          {withoutEndpoint.length === 1 ? 'uses an endpoint that isn’t' : 'use endpoints that aren’t'} in this
          organization, and will say “Choose an endpoint”.
        </Callout>
      )}
      {problems.length === 0 ? (
        <Callout tone="success">{summaryOf(flow)}</Callout>
      ) : (
        <Callout tone="warning" title={summaryOf(flow)}>
          <p>You can import it as a draft and mend it in the editor.</p>
          <FlowFileProblems nodes={definition.nodes} problems={problems} limit={shown} />
        </Callout>
      )}
    </>
  )
}

function summaryOf({ problems, definition }: ReadFlow): string {
  const blocking = problems.filter(({ severity }) => severity === 'error').length
  if (blocking > 0) return `${plural(blocking, 'problem keeps', 'problems keep')} the flow from running`
  if (problems.length > 0) return plural(problems.length, 'warning', 'warnings')
  return `${plural(definition.nodes.length, 'step', 'steps')}, and nothing keeps the flow from running`
}
