'use client'

import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useCanvas, useCanvasStore } from './canvas/canvas-provider'

const groups = [
  {
    name: 'Everywhere in the editor',
    keys: [
      ['Mod+S', 'Save now'],
      ['Mod+Enter', 'Run, or cancel the run'],
      ['Mod+Z', 'Undo'],
      ['Mod+Shift+Z', 'Redo'],
      ['F6', 'Next region: toolbar, canvas, inspector, run panel'],
      ['?', 'This list'],
      ['Esc', 'Close the innermost thing, then clear the selection'],
    ],
  },
  {
    name: 'On the canvas',
    keys: [
      ['A', 'Add step (or /)'],
      ['C', 'Connect the step'],
      ['E', 'Edit the step (or Enter)'],
      ['Delete', 'Delete what is selected'],
      ['Mod+D', 'Duplicate steps'],
      ['Mod+A', 'Select all steps'],
      ['Tab', 'Next step in flow order'],
      [']', 'Follow the connection forward'],
      ['[', 'Follow the connection back'],
      ['Home', 'First step'],
      ['End', 'Last step'],
      ['Arrows', 'Move steps; with Shift in larger strides'],
      ['+', 'Zoom in'],
      ['−', 'Zoom out'],
      ['0', 'Zoom to 100 %'],
      ['Shift+1', 'Fit flow'],
      ['Shift+2', 'Fit selection'],
    ],
  },
] as const

export function ShortcutsDialog() {
  const canvas = useCanvasStore()
  const open = useCanvas((state) => state.shortcutsOpen)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => canvas.setState({ shortcutsOpen: next })}
      title="Keyboard shortcuts"
      size="lg"
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groups.map(({ name, keys }) => (
          <section key={name}>
            <h3 className="mb-2 font-medium">{name}</h3>
            <dl className="grid gap-2">
              {keys.map(([key, action]) => (
                <div key={key} className="flex items-baseline gap-3">
                  <dt className="w-24 shrink-0">
                    <Kbd keys={key} />
                  </dt>
                  <dd className="text-muted">{action}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
