'use client'

import { type ShortcutGroup, ShortcutList } from '@/components/shell/shortcut-list'
import { useCanvas, useCanvasStore } from './canvas/canvas-provider'

const groups: ShortcutGroup[] = [
  {
    name: 'Everywhere in the editor',
    shortcuts: [
      { keys: 'Mod+S', action: 'Save now' },
      { keys: 'Mod+Enter', action: 'Run, or cancel the run' },
      { keys: 'Mod+Z', action: 'Undo' },
      { keys: 'Mod+Shift+Z', action: 'Redo' },
      { keys: 'Mod+K', action: 'Search and commands' },
      { keys: 'Mod+F', action: 'Find in flow' },
      { keys: 'F6', action: 'Next region: toolbar, canvas, inspector, run panel' },
      { keys: '?', action: 'This list', single: true },
      { keys: 'Esc', action: 'Close the innermost thing, then clear the selection' },
    ],
  },
  {
    name: 'On the canvas',
    shortcuts: [
      { keys: 'A', action: 'Add step (or /)', single: true },
      { keys: 'C', action: 'Connect the step', single: true },
      { keys: 'Enter', action: 'Edit the step' },
      { keys: 'E', action: 'Edit the step', single: true },
      { keys: 'R', action: 'Run the step by itself', single: true },
      { keys: 'Delete', action: 'Delete what is selected' },
      { keys: 'Mod+C', action: 'Copy steps' },
      { keys: 'Mod+X', action: 'Cut steps' },
      { keys: 'Mod+V', action: 'Paste steps' },
      { keys: 'Mod+D', action: 'Duplicate steps' },
      { keys: 'Alt+Drag', action: 'Drag a copy of the steps' },
      { keys: 'Mod+A', action: 'Select all steps' },
      { keys: 'Tab', action: 'Next step in flow order' },
      { keys: ']', action: 'Follow the connection forward', single: true },
      { keys: '[', action: 'Follow the connection back', single: true },
      { keys: 'Home', action: 'First step' },
      { keys: 'End', action: 'Last step' },
      { keys: 'Arrows', action: 'Move steps; with Shift in larger strides' },
      { keys: 'Shift+L', action: 'Tidy up', single: true },
      { keys: '+', action: 'Zoom in', single: true },
      { keys: '−', action: 'Zoom out', single: true },
      { keys: '0', action: 'Zoom to 100 %', single: true },
      { keys: 'Shift+1', action: 'Fit flow', single: true },
      { keys: 'Shift+2', action: 'Fit selection', single: true },
    ],
  },
]

/** The keys of the Flow Editor. */
export function ShortcutsDialog() {
  const canvas = useCanvasStore()
  const open = useCanvas((state) => state.shortcutsOpen)
  return (
    <ShortcutList
      groups={groups}
      open={open}
      onOpenChange={(next) => canvas.setState({ shortcutsOpen: next })}
    />
  )
}
