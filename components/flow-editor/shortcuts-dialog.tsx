'use client'

import { setDeviceSetting } from '@/components/shell/device-settings'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { Switch } from '@/components/ui/switch'
import { useCanvas, useCanvasStore } from './canvas/canvas-provider'
import { useSingleKeys } from './use-single-keys'

type Shortcut = { keys: string; action: string; single?: true }

const groups: { name: string; shortcuts: Shortcut[] }[] = [
  {
    name: 'Everywhere in the editor',
    shortcuts: [
      { keys: 'Mod+S', action: 'Save now' },
      { keys: 'Mod+Enter', action: 'Run, or cancel the run' },
      { keys: 'Mod+Z', action: 'Undo' },
      { keys: 'Mod+Shift+Z', action: 'Redo' },
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
      { keys: 'Mod+D', action: 'Duplicate steps' },
      { keys: 'Mod+A', action: 'Select all steps' },
      { keys: 'Tab', action: 'Next step in flow order' },
      { keys: ']', action: 'Follow the connection forward', single: true },
      { keys: '[', action: 'Follow the connection back', single: true },
      { keys: 'Home', action: 'First step' },
      { keys: 'End', action: 'Last step' },
      { keys: 'Arrows', action: 'Move steps; with Shift in larger strides' },
      { keys: '+', action: 'Zoom in', single: true },
      { keys: '−', action: 'Zoom out', single: true },
      { keys: '0', action: 'Zoom to 100 %', single: true },
      { keys: 'Shift+1', action: 'Fit flow', single: true },
      { keys: 'Shift+2', action: 'Fit selection', single: true },
    ],
  },
]

/** The keys that do something, and the switch for those that some people would rather not have. */
export function ShortcutsDialog() {
  const canvas = useCanvasStore()
  const open = useCanvas((state) => state.shortcutsOpen)
  const { on } = useSingleKeys()
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => canvas.setState({ shortcutsOpen: next })}
      title="Keyboard shortcuts"
      size="lg"
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groups.map(({ name, shortcuts }) => (
          <section key={name}>
            <h3 className="mb-2 font-medium">{name}</h3>
            <dl className="grid gap-2">
              {shortcuts
                .filter(({ single }) => on || !single)
                .map(({ keys, action }) => (
                  <div key={keys} className="flex items-baseline gap-3">
                    <dt className="w-24 shrink-0">
                      <Kbd keys={keys} />
                    </dt>
                    <dd className="text-muted">{action}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        className="mt-6 border-t border-line pt-4"
        label="Single-key shortcuts"
        description="Letters, digits and signs without Ctrl or ⌘, on this device."
        checked={on}
        onCheckedChange={(next) => setDeviceSetting('singleKeys', next ? 'on' : 'off')}
      />
    </Dialog>
  )
}
