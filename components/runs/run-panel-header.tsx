import { ChevronDown, ChevronUp, History, RotateCw, Square } from 'lucide-react'
import type { MouseEvent } from 'react'
import { findNode } from '@/components/flow-editor/flow-document'
import { stepName } from '@/components/flow-editor/step-types'
import { useEditor, useEditorStore } from '@/components/flow-editor/use-editor'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { useFormat } from '@/components/ui/use-format'
import { type FlowDefinition, isKnownNode } from '@/lib/flows/schema'
import { givenTo } from '@/lib/runs/passed-on'
import type { RunEntry, RunEntryRequest } from '@/lib/runs/schema'
import { redacted, withoutMasked } from './redacted'
import { RunStatusBadge } from './run-status'
import { useRunUrl } from './run-url'
import { useCurrentRun } from './use-current-run'
import { useNow } from './use-now'
import { useRunRefusal } from './use-run-refusal'

/** One line that is always there: where the run stands, and what can be done with it. */
export function RunPanelHeader() {
  const [url, setUrl] = useRunUrl()
  const current = useCurrentRun()
  const editor = useEditorStore()
  const refusal = useRunRefusal()
  const { refusal: roleRefusal } = useOrganization()
  const open = url.panel !== null
  const { run, detail } = current
  const canRepeat = run && !current.isActive && url.panel === 'run' && detail?.input

  // What was masked when the run was stored can't be sent again; the form asks for it.
  const isMasked = JSON.stringify(detail?.input ?? {}).includes(redacted)
  function repeat() {
    const entry = detail?.entry
    if (entry)
      current.startWith(withoutMasked(detail.input ?? {}), repeated(detail.id, entry, editor.getState()))
    else if (isMasked) current.start()
    else current.startWith(detail?.input ?? {})
  }

  const action = current.isActive
    ? open && {
        icon: <Square size={14} aria-hidden />,
        loading: current.isCanceling,
        // The second click of a double click on “Run again” is not meant for what took its place.
        onClick: ({ detail: clicks }: MouseEvent) => {
          if (clicks < 2) current.cancel()
        },
        children: 'Cancel run',
      }
    : canRepeat && {
        variant: 'ghost' as const,
        icon: <RotateCw size={14} aria-hidden />,
        // Of a part of the flow the server knows which problems matter.
        disabledReason: detail.entry ? roleRefusal('editor', 'run flows') : refusal,
        loading: current.isStarting,
        onClick: repeat,
        children: 'Run again',
      }

  return (
    <header className="flex h-10 shrink-0 items-center gap-2 px-3 text-sm">
      <h2 className="font-medium">{titles[url.panel ?? 'run']}</h2>
      {url.panel !== 'start' && url.panel !== 'history' && <RunState />}
      <div className="ml-auto flex items-center gap-1">
        {/* One button in turns, so that it keeps the focus when a run begins or ends. */}
        {action && <Button size="sm" {...action} />}
        <IconButton
          label="Run history"
          size="sm"
          aria-pressed={url.panel === 'history'}
          onClick={() => void setUrl({ panel: url.panel === 'history' ? 'run' : 'history' })}
        >
          <History size={16} aria-hidden />
        </IconButton>
        <IconButton
          label={open ? 'Collapse run panel' : 'Expand run panel'}
          size="sm"
          aria-expanded={open}
          onClick={() => void setUrl({ panel: open ? null : 'run' })}
        >
          {open ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
        </IconButton>
      </div>
    </header>
  )
}

const titles = { run: 'Run', start: 'Run flow', history: 'Run history' }

/** The same part of the flow, by the key that its step has now, with the same data. */
function repeated(run: string, entry: RunEntry, flow: Pick<FlowDefinition, 'nodes'>): RunEntryRequest {
  const step = findNode(flow, entry.nodeId)
  const key = step && isKnownNode(step) ? step.data.key : entry.step
  return { step: key, only: entry.only, pinned: { run, ...givenTo(entry, flow) } }
}

/** Which part of the flow ran, where it is not the whole. */
function RunPart({ entry }: { entry: RunEntry }) {
  const name = useEditor((state) => {
    const step = findNode(state, entry.nodeId)
    return step ? stepName(step) : entry.step
  })
  return (
    <span className="min-w-0 truncate text-muted">
      {entry.only ? 'only' : 'from'} “{name}”
    </span>
  )
}

function RunState() {
  const { run, progress, isActive, isCanceling, connection, detail, isHistorical } = useCurrentRun()
  const format = useFormat()
  const now = useNow(isActive)
  if (!run || !progress) return null
  const end = progress.finishedAt ? Date.parse(progress.finishedAt) : now
  const took = progress.startedAt ? Math.max(0, end - Date.parse(progress.startedAt)) : null
  return (
    <>
      {detail?.entry && <RunPart entry={detail.entry} />}
      <RunStatusBadge status={run.status} />
      {took !== null && (
        <span className="text-muted tabular-nums whitespace-nowrap">{format.duration(took)}</span>
      )}
      {isCanceling && <span className="text-muted">Canceling…</span>}
      {!isCanceling && connection !== 'live' && <span className="text-muted">Reconnecting…</span>}
      {isHistorical && detail && (
        <span className="hidden truncate text-muted sm:inline">
          {format.dateTime(detail.createdAt)} by {detail.startedBy.name}
        </span>
      )}
    </>
  )
}
