'use client'

import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { Switch } from '@/components/ui/switch'
import { setDeviceSetting, useDeviceSetting } from './device-settings'

/** `single` keys write when they are pressed alone. */
export type ShortcutGroup = {
  name: string
  shortcuts: { keys: string; action: string; single?: true }[]
}

type ShortcutListProps = {
  groups: ShortcutGroup[]
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The keys that do something, and the switch for those that some people would rather not have. */
export function ShortcutList({ groups, open, onOpenChange }: ShortcutListProps) {
  const on = useDeviceSetting('singleKeys') === 'on'
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" size="lg">
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
