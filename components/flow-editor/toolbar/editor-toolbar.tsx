'use client'

import { Toolbar as Base } from '@base-ui/react/toolbar'
import { ArrowLeft, ListTree, Plus, Redo2, TextSearch, Undo2, Workflow } from 'lucide-react'
import Link from 'next/link'
import { useOrganization } from '@/components/shell/organization-context'
import { buttonStyles } from '@/components/ui/button-styles'
import { Toolbar, ToolbarButton, ToolbarGroup, ToolbarSeparator } from '@/components/ui/toolbar'
import { Tooltip } from '@/components/ui/tooltip'
import { cn } from '@/lib/utils'
import { useDefaultTarget } from '../canvas/use-add-step'
import { useCanvasStore } from '../canvas/canvas-provider'
import { useOpenFind } from '../canvas/use-open-find'
import { useTidyUp } from '../layout/use-tidy-up'
import { useEditorView } from '../steps-list/use-editor-view'
import { useEditorActions, useHistory } from '../use-editor'
import { phoneQuery, useMediaQuery, wideQuery } from '../use-media-query'
import { useReadOnly } from '../use-read-only'
import { useSingleKeys } from '../use-single-keys'
import { FlowName } from './flow-name'
import { MoreMenu } from './more-menu'
import { ProblemsButton } from './problems-button'
import { PublishButton } from './publish-button'
import { ResourcesMenu } from './resources-menu'
import { RunButton } from './run-button'
import { SaveState } from './save-state'
import { ZoomControls } from './zoom-controls'

// CSS hides the same things in the first picture, before the browser has said how wide it is.
const narrowQuery = '(max-width: 1179px)'

/** One tab stop. What has no room in a narrow window is in the menu at its end. */
export function EditorToolbar() {
  const phone = useMediaQuery(phoneQuery)
  const narrow = useMediaQuery(narrowQuery)
  const wide = useMediaQuery(wideQuery)
  const { view } = useEditorView()
  return (
    <Toolbar
      label="Flow"
      className="min-h-12 gap-1 border-b border-line bg-surface px-2 py-1.5 md:gap-1.5 md:px-3"
    >
      <BackLink />
      <FlowName />
      <SaveState />
      <span className="flex-1" />
      {!phone && (
        <>
          <History />
          <ToolbarSeparator />
          <AddStepButton />
          {!narrow && (
            <>
              <ListButton />
              {view === 'canvas' && (
                <>
                  <TidyUpButton />
                  <ZoomControls />
                </>
              )}
              <FindButton />
              <ToolbarSeparator />
            </>
          )}
          <ResourcesMenu />
        </>
      )}
      <ProblemsButton />
      {!phone && <PublishButton />}
      <RunButton />
      <MoreMenu phone={phone} narrow={narrow} wide={wide} />
    </Toolbar>
  )
}

function BackLink() {
  const { href } = useOrganization()
  return (
    <Tooltip content="Back to flows" side="bottom">
      <Base.Link
        aria-label="Back to flows"
        render={<Link href={href('/flows')} />}
        className={cn(buttonStyles({ variant: 'ghost', square: true }), 'text-muted')}
      >
        <ArrowLeft aria-hidden />
      </Base.Link>
    </Tooltip>
  )
}

function History() {
  const { undo, redo } = useEditorActions()
  const history = useHistory()
  const readOnly = useReadOnly()
  return (
    <ToolbarGroup label="History" className="max-md:hidden">
      <ToolbarButton
        label={history.undo ? `Undo ${history.undo}` : 'Undo'}
        icon={<Undo2 aria-hidden />}
        shortcut="Mod+Z"
        disabledReason={readOnly?.reason ?? (history.undo ? undefined : 'Nothing to undo')}
        onClick={undo}
      />
      <ToolbarButton
        label={history.redo ? `Redo ${history.redo}` : 'Redo'}
        icon={<Redo2 aria-hidden />}
        shortcut="Mod+Shift+Z"
        disabledReason={readOnly?.reason ?? (history.redo ? undefined : 'Nothing to redo')}
        onClick={redo}
      />
    </ToolbarGroup>
  )
}

function ListButton() {
  const { view, showOther } = useEditorView()
  const isList = view === 'steps'
  return (
    <ToolbarButton
      label="List of steps"
      icon={<ListTree aria-hidden />}
      pressed={isList}
      onClick={showOther}
      className="max-[1180px]:hidden"
    />
  )
}

function TidyUpButton() {
  const { hint } = useSingleKeys()
  const tidyUp = useTidyUp()
  const readOnly = useReadOnly()
  return (
    <ToolbarButton
      label="Tidy up"
      icon={<Workflow aria-hidden />}
      shortcut={hint('Shift+L')}
      disabledReason={readOnly?.reason}
      onClick={tidyUp}
      className="max-[1180px]:hidden"
    />
  )
}

function FindButton() {
  const openFind = useOpenFind()
  return (
    <ToolbarButton
      label="Find in flow"
      icon={<TextSearch aria-hidden />}
      shortcut="Mod+F"
      onClick={openFind}
      className="max-[1180px]:hidden"
    />
  )
}

function AddStepButton() {
  const { hint } = useSingleKeys()
  const canvas = useCanvasStore()
  const defaultTarget = useDefaultTarget()
  const readOnly = useReadOnly()
  return (
    <ToolbarButton
      label="Add step"
      showLabel
      icon={<Plus aria-hidden />}
      shortcut={hint('A')}
      disabledReason={readOnly?.reason}
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect()
        canvas.setState({ picker: { x: left, y: bottom + 4, target: defaultTarget() } })
      }}
      className="max-md:hidden"
    />
  )
}
