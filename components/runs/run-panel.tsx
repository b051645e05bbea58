'use client'

import { useState } from 'react'
import { ResizeHandle } from './resize-handle'
import { RunHistory } from './run-history'
import { RunPanelHeader } from './run-panel-header'
import { useRunUrl } from './run-url'
import { RunView } from './run-view'
import { StartFailure } from './start-failure'
import { StartForm } from './start-form'
import { useCurrentRun } from './use-current-run'

const limits = { min: 160, max: 720, initial: 320 }

/** Under the canvas: the shown run, the form that starts one, or the runs before it. */
export function RunPanel() {
  const [url] = useRunUrl()
  const { run, error } = useCurrentRun()
  const [height, setHeight] = useState(limits.initial)
  const open = url.panel !== null

  return (
    <section
      aria-label="Run panel"
      className="relative flex min-h-0 flex-col border-t border-line bg-surface"
      style={open ? { height: `min(${height}px, 60dvh)` } : undefined}
    >
      {open && (
        <ResizeHandle label="Height of the run panel" value={height} onValueChange={setHeight} {...limits} />
      )}
      <RunPanelHeader />
      <StartFailure />
      {url.panel === 'start' && <StartForm />}
      {url.panel === 'run' && (run || url.run || error ? <RunView /> : <RunHistory />)}
      {url.panel === 'history' && <RunHistory />}
    </section>
  )
}
