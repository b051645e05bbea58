'use client'

import { useReactFlow } from '@xyflow/react'
import {
  ClipboardPaste,
  CloudUpload,
  Copy,
  Ellipsis,
  FileDown,
  History,
  Keyboard,
  ListTree,
  Maximize,
  Plug,
  Redo2,
  Search,
  SlidersHorizontal,
  TextSearch,
  Trash2,
  Undo2,
  Waypoints,
  Workflow,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { DeleteFlowDialog } from '@/components/flows/delete-flow-dialog'
import { exportFlow } from '@/components/flows/export-flow'
import { useDuplicateFlow } from '@/components/flows/use-flow-mutations'
import { useOpenPalette } from '@/components/palette/palette-context'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { useOrganization } from '@/components/shell/organization-context'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { ToolbarButton } from '@/components/ui/toolbar'
import { useCanvasStore } from '../canvas/canvas-provider'
import { fitFlow } from '../canvas/fit-view'
import { useEditorView } from '../steps-list/use-editor-view'
import { useClipboardButtons } from '../canvas/use-clipboard-buttons'
import { useOpenFind } from '../canvas/use-open-find'
import { useTidyUp } from '../layout/use-tidy-up'
import { useEditor, useEditorActions, useEditorStore, useHistory, useSaveNow } from '../use-editor'
import { usePublish } from '../use-publish'
import { useReadOnly } from '../use-read-only'
import { useResourcesPanel } from '../use-resources-panel'
import { useSingleKeys } from '../use-single-keys'

type MoreMenuProps = { phone: boolean; narrow: boolean; wide: boolean }

export function MoreMenu({ phone, narrow, wide }: MoreMenuProps) {
  const { refusal, href } = useOrganization()
  const store = useEditorStore()
  const canvas = useCanvasStore()
  const saveNow = useSaveNow()
  const router = useRouter()
  const { openHistory } = useCurrentRun()
  const duplicateFlow = useDuplicateFlow()
  const { forgetChanges, select } = useEditorActions()
  const name = useEditor((state) => state.name)
  const [deleting, setDeleting] = useState(false)
  const { flowId } = store.getState()
  const mayEdit = refusal('editor', 'change flows')
  const { hint } = useSingleKeys()
  const { view } = useEditorView()
  const openPalette = useOpenPalette()

  return (
    <>
      <Menu align="end" trigger={<ToolbarButton label="More" icon={<Ellipsis aria-hidden />} />}>
        <MenuItem icon={<Search aria-hidden />} shortcut="Mod+K" onClick={openPalette}>
          Search and commands
        </MenuItem>
        {phone && <PhoneItems />}
        {narrow && <ViewItem />}
        {narrow && view === 'canvas' && <ZoomItems keys={!phone} />}
        {narrow && <FindItem keys={!phone} />}
        {narrow && !phone && view === 'canvas' && <TidyUpItem />}
        {!phone && <PasteItem />}
        {!wide && (
          <MenuItem
            icon={<SlidersHorizontal aria-hidden />}
            onClick={() => {
              select([])
              canvas.setState({ inspectorOpen: true })
            }}
          >
            Flow settings
          </MenuItem>
        )}
        <MenuItem icon={<History aria-hidden />} onClick={openHistory}>
          Run history
        </MenuItem>
        <MenuItem
          icon={<Copy aria-hidden />}
          disabledReason={mayEdit}
          onClick={() => {
            void saveNow().then((saved) => saved && duplicateFlow.mutate(flowId))
          }}
        >
          Duplicate flow
        </MenuItem>
        <MenuItem
          icon={<FileDown aria-hidden />}
          onClick={() => {
            const { name: title, description, nodes, edges } = store.getState()
            exportFlow({ name: title, description, definition: { nodes, edges } })
          }}
        >
          Export as JSON
        </MenuItem>
        {!phone && (
          <MenuItem
            icon={<Keyboard aria-hidden />}
            shortcut={hint('?')}
            onClick={() => canvas.setState({ shortcutsOpen: true })}
          >
            Keyboard shortcuts
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          destructive
          disabledReason={mayEdit}
          onClick={() => setDeleting(true)}
        >
          Delete flow
        </MenuItem>
      </Menu>
      <DeleteFlowDialog
        flow={{ id: flowId, name }}
        open={deleting}
        onOpenChange={setDeleting}
        onDeleted={() => {
          forgetChanges()
          router.push(href('/flows'))
        }}
      />
    </>
  )
}

function PhoneItems() {
  const { undo, redo } = useEditorActions()
  const history = useHistory()
  const readOnly = useReadOnly()
  const { publish, isCurrent, refusal } = usePublish()
  const [, openPanel] = useResourcesPanel()
  return (
    <>
      <MenuItem
        icon={<Undo2 aria-hidden />}
        disabledReason={readOnly?.reason ?? (history.undo ? undefined : 'Nothing to undo')}
        onClick={undo}
      >
        Undo {history.undo}
      </MenuItem>
      <MenuItem
        icon={<Redo2 aria-hidden />}
        disabledReason={readOnly?.reason ?? (history.redo ? undefined : 'Nothing to redo')}
        onClick={redo}
      >
        Redo {history.redo}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<CloudUpload aria-hidden />} disabledReason={refusal} onClick={() => publish()}>
        {isCurrent ? 'Published' : 'Publish flow'}
      </MenuItem>
      <MenuItem icon={<Plug aria-hidden />} onClick={() => openPanel('endpoints')}>
        API Endpoints
      </MenuItem>
      <MenuSeparator />
    </>
  )
}

function ViewItem() {
  const { view, showOther } = useEditorView()
  const isList = view === 'steps'
  return (
    <MenuItem icon={isList ? <Waypoints aria-hidden /> : <ListTree aria-hidden />} onClick={showOther}>
      {isList ? 'Show the canvas' : 'Show the list of steps'}
    </MenuItem>
  )
}

function FindItem({ keys }: { keys: boolean }) {
  const openFind = useOpenFind()
  return (
    <MenuItem icon={<TextSearch aria-hidden />} shortcut={keys ? 'Mod+F' : undefined} onClick={openFind}>
      Find in flow
    </MenuItem>
  )
}

function TidyUpItem() {
  const { hint } = useSingleKeys()
  const tidyUp = useTidyUp()
  const readOnly = useReadOnly()
  return (
    <MenuItem
      icon={<Workflow aria-hidden />}
      shortcut={hint('Shift+L')}
      disabledReason={readOnly?.reason}
      onClick={tidyUp}
    >
      Tidy up
    </MenuItem>
  )
}

function PasteItem() {
  const { paste } = useClipboardButtons()
  const readOnly = useReadOnly()
  return (
    <MenuItem
      icon={<ClipboardPaste aria-hidden />}
      shortcut="Mod+V"
      disabledReason={readOnly?.reason}
      onClick={() => void paste()}
    >
      Paste steps
    </MenuItem>
  )
}

function ZoomItems({ keys }: { keys: boolean }) {
  const flow = useReactFlow()
  const { hint } = useSingleKeys()
  return (
    <>
      <MenuItem
        icon={<ZoomIn aria-hidden />}
        shortcut={keys ? hint('+') : undefined}
        onClick={() => void flow.zoomIn()}
      >
        Zoom in
      </MenuItem>
      <MenuItem
        icon={<ZoomOut aria-hidden />}
        shortcut={keys ? hint('−') : undefined}
        onClick={() => void flow.zoomOut()}
      >
        Zoom out
      </MenuItem>
      <MenuItem
        icon={<Maximize aria-hidden />}
        shortcut={keys ? hint('Shift+1') : undefined}
        onClick={() => void flow.fitView(fitFlow)}
      >
        Fit flow
      </MenuItem>
      <MenuSeparator />
    </>
  )
}
