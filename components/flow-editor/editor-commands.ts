import { useReactFlow } from '@xyflow/react'
import {
  CloudUpload,
  History,
  Keyboard,
  ListTree,
  LogOut,
  Maximize,
  Play,
  Plug,
  Plus,
  Redo2,
  Save,
  Square,
  TextSearch,
  Undo2,
  Waypoints,
  Workflow,
} from 'lucide-react'
import { useSignOut } from '@/components/auth/use-sign-out'
import { usePaletteOffer } from '@/components/palette/palette-context'
import type { PaletteItem } from '@/components/palette/palette-item'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { useRunRefusal } from '@/components/runs/use-run-refusal'
import { showToast } from '@/components/ui/toast'
import { useCanvasStore } from './canvas/canvas-provider'
import { fitFlow } from './canvas/fit-view'
import { useOpenFind } from './canvas/use-open-find'
import { useOpenPicker } from './canvas/use-open-picker'
import { focusCanvas } from './canvas/use-step-focus'
import { useTidyUp } from './layout/use-tidy-up'
import { stepName, stepType } from './step-types'
import { useEditorView } from './steps-list/use-editor-view'
import { useEditorActions, useEditorStore, useHistory, useSaveNow } from './use-editor'
import { usePublish } from './use-publish'
import { useReadOnly } from './use-read-only'
import { useResourcesPanel } from './use-resources-panel'
import { useSingleKeys } from './use-single-keys'

/** Lets the palette do what the toolbar does, and find steps. */
export function EditorCommands() {
  const commands = useEditorCommands()
  const readSteps = useSteps()
  usePaletteOffer(() => [
    ...commands.map((command) => ({ ...command, group: 'Commands' as const })),
    ...readSteps(),
  ])
  return null
}

function useEditorCommands(): Omit<PaletteItem, 'group'>[] {
  const actions = useEditorActions()
  const canvas = useCanvasStore()
  const editor = useEditorStore()
  const flow = useReactFlow()
  const history = useHistory()
  const saveNow = useSaveNow()
  const openPicker = useOpenPicker()
  const readOnly = useReadOnly()?.reason
  const runRefusal = useRunRefusal()
  const { isActive, start, cancel, openHistory } = useCurrentRun()
  const { publish, refusal: publishRefusal } = usePublish()
  const [, openPanel] = useResourcesPanel()
  const { hint } = useSingleKeys()
  const { signOut } = useSignOut()
  const openFind = useOpenFind()
  const tidyUp = useTidyUp()
  const { view, showOther } = useEditorView()

  const canvasCommands: Omit<PaletteItem, 'group'>[] = [
    {
      id: 'tidy-up',
      label: 'Tidy up',
      icon: Workflow,
      keys: hint('Shift+L'),
      disabledReason: readOnly,
      action: { run: tidyUp },
    },
    {
      id: 'fit',
      label: 'Fit flow',
      icon: Maximize,
      keys: hint('Shift+1'),
      action: { run: () => void flow.fitView(fitFlow) },
    },
  ]

  function showOtherView() {
    showOther()
    // What had the focus goes away with the view.
    setTimeout(() => focusCanvas(editor.getState().selectedNodeIds[0]))
  }

  async function saveAndSignOut() {
    if (await saveNow()) signOut()
    else
      showToast({
        title: 'Couldn’t sign out',
        description: 'The flow’s latest changes couldn’t be saved.',
        tone: 'danger',
      })
  }

  return [
    isActive
      ? { id: 'run', label: 'Cancel run', icon: Square, keys: 'Mod+Enter', action: { run: cancel } }
      : {
          id: 'run',
          label: 'Run this flow',
          icon: Play,
          keys: 'Mod+Enter',
          disabledReason: runRefusal,
          action: { run: start },
        },
    {
      id: 'publish',
      label: 'Publish flow',
      icon: CloudUpload,
      disabledReason: publishRefusal,
      action: { run: () => publish() },
    },
    {
      id: 'undo',
      label: history.undo ? `Undo ${history.undo}` : 'Undo',
      icon: Undo2,
      keys: 'Mod+Z',
      disabledReason: readOnly ?? (history.undo ? undefined : 'Nothing to undo'),
      action: { run: actions.undo },
    },
    {
      id: 'redo',
      label: history.redo ? `Redo ${history.redo}` : 'Redo',
      icon: Redo2,
      keys: 'Mod+Shift+Z',
      disabledReason: readOnly ?? (history.redo ? undefined : 'Nothing to redo'),
      action: { run: actions.redo },
    },
    {
      id: 'add-step',
      label: 'Add step',
      icon: Plus,
      keys: hint('A'),
      disabledReason: readOnly,
      action: { run: openPicker },
    },
    {
      id: 'find',
      label: 'Find in flow',
      icon: TextSearch,
      keys: 'Mod+F',
      action: { run: openFind },
    },
    ...(view === 'canvas' ? canvasCommands : []),
    {
      id: 'view',
      label: view === 'canvas' ? 'Show the list of steps' : 'Show the canvas',
      icon: view === 'canvas' ? ListTree : Waypoints,
      action: { run: showOtherView },
    },
    {
      id: 'endpoints',
      label: 'Open API Endpoints',
      icon: Plug,
      action: { run: () => void openPanel('endpoints') },
    },
    { id: 'run-history', label: 'Open run history', icon: History, action: { run: openHistory } },
    {
      id: 'save',
      label: 'Save now',
      icon: Save,
      keys: 'Mod+S',
      disabledReason: readOnly,
      action: { run: () => void saveNow() },
    },
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      icon: Keyboard,
      keys: hint('?'),
      last: true,
      action: { run: () => canvas.setState({ shortcutsOpen: true }) },
    },
    // In place of the one for all pages, which knows nothing of what is not saved yet.
    { id: 'sign-out', label: 'Sign out', icon: LogOut, action: { run: () => void saveAndSignOut() } },
  ]
}

/** Read when the palette opens: while steps are dragged nobody needs them. */
function useSteps(): () => PaletteItem[] {
  const editor = useEditorStore()
  const actions = useEditorActions()
  const canvas = useCanvasStore()
  return () =>
    editor.getState().nodes.map((node) => ({
      id: `step/${node.id}`,
      group: 'Steps',
      label: stepName(node),
      detail: stepType(node.type).name,
      icon: stepType(node.type).icon,
      action: {
        run: () => {
          actions.select([node.id])
          canvas.setState({ focusNext: node.id })
        },
      },
    }))
}
