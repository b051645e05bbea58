'use client'

import { useQuery } from '@tanstack/react-query'
import { useRememberOpened } from '@/components/palette/opened-things'
import { CurrentRunProvider } from '@/components/runs/current-run-provider'
import { RunPanel } from '@/components/runs/run-panel'
import { useOrganization } from '@/components/shell/organization-context'
import { flowQuery } from '@/lib/flows/queries'
import { Canvas } from './canvas/canvas'
import { CanvasProvider } from './canvas/canvas-provider'
import { ConnectDialog } from './canvas/connect-dialog'
import { FindBox } from './canvas/find-box'
import { StepPicker } from './canvas/step-picker'
import { ConflictDialog } from './conflict/conflict-dialog'
import { EditorCommands } from './editor-commands'
import { EditorProblemsProvider } from './editor-problems'
import { EditorProvider } from './editor-provider'
import { EditorSkeleton } from './editor-skeleton'
import { FlowLoadError } from './flow-load-error'
import { InspectorFrame } from './inspector-frame'
import { LeaveGuard } from './leave-guard'
import { ReadOnlyBanner } from './read-only-banner'
import { RequestedStepRun } from './requested-step-run'
import { Resources } from './resources'
import { ShortcutsDialog } from './shortcuts-dialog'
import { StepsList } from './steps-list/steps-list'
import { useEditorView } from './steps-list/use-editor-view'
import { EditorToolbar } from './toolbar/editor-toolbar'
import { useEditor } from './use-editor'
import { useEditorKeys } from './use-editor-keys'
import { useSelectionInUrl } from './use-selection-in-url'

/** The Flow Editor: one flow with everything that is done to it. */
export function FlowEditor({ flowId }: { flowId: string }) {
  const { slug } = useOrganization()
  const { data: flow, error, refetch } = useQuery(flowQuery(slug, flowId))
  useRememberOpened('flow', flowId)
  if (flow) {
    return (
      <EditorProvider key={flow.id} flow={flow}>
        <CurrentRunProvider>
          <EditorProblemsProvider>
            <CanvasProvider>
              <EditorLayout />
            </CanvasProvider>
          </EditorProblemsProvider>
        </CurrentRunProvider>
      </EditorProvider>
    )
  }
  return error ? <FlowLoadError error={error} onRetry={() => void refetch()} /> : <EditorSkeleton />
}

function EditorLayout() {
  const name = useEditor((state) => state.name)
  useEditorKeys()
  useSelectionInUrl()
  const { view } = useEditorView()
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <h1 className="sr-only">{name}</h1>
      <header data-region="toolbar">
        <EditorToolbar />
      </header>
      <ReadOnlyBanner />
      <main className="flex min-h-0 flex-1 flex-col">
        <div className="relative flex min-h-0 flex-1">
          <div className="relative flex min-h-0 min-w-0 flex-1">
            {view === 'steps' ? <StepsList /> : <Canvas />}
            <FindBox />
          </div>
          <InspectorFrame />
        </div>
        <div data-region="run panel" className="shrink-0">
          <RunPanel />
        </div>
      </main>
      <RequestedStepRun />
      <StepPicker />
      <ConnectDialog />
      <Resources />
      <ConflictDialog />
      <ShortcutsDialog />
      <EditorCommands />
      <LeaveGuard />
    </div>
  )
}
