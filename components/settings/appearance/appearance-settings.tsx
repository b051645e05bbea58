'use client'

import { useTheme } from 'next-themes'
import { useId } from 'react'
import { setDeviceSetting, useDeviceSetting } from '@/components/shell/device-settings'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { RadioCards } from '@/components/ui/radio-cards'
import { Switch } from '@/components/ui/switch'
import { useHydrated } from '@/components/ui/use-hydrated'

const themes = [
  { value: 'system', label: 'System', description: 'Light or dark, as this device is.' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

const motions = [
  { value: 'system', label: 'System', description: 'As this device asks for.' },
  { value: 'reduce', label: 'Reduce', description: 'Nothing slides or fades.' },
] as const

/** How Sluice looks and takes keys here. Has effect at once. */
export function AppearanceSettings() {
  const { theme = 'system', setTheme } = useTheme()
  const motion = useDeviceSetting('motion')
  const singleKeys = useDeviceSetting('singleKeys')
  const id = useId()
  // The server doesn't know what this device keeps, and nothing is chosen until the browser has said.
  const hydrated = useHydrated()
  return (
    <Card aria-labelledby={id}>
      <CardHeader id={id} title="Appearance" description="Kept on this device." />
      <CardBody className="flex flex-col gap-5">
        <RadioCards<string>
          legend="Theme"
          columns={3}
          value={hydrated ? theme : ''}
          onValueChange={setTheme}
          options={themes}
        />
        <RadioCards<(typeof motions)[number]['value'] | ''>
          legend="Motion"
          columns={3}
          value={hydrated ? motion : ''}
          onValueChange={(next) => next && setDeviceSetting('motion', next)}
          options={motions}
        />
        <Switch
          label="Single-key shortcuts"
          description="Letters, digits and signs alone are commands: ? lists the shortcuts of a page, and in the Flow Editor, while the canvas has the focus, A adds a step."
          checked={singleKeys === 'on'}
          onCheckedChange={(next) => setDeviceSetting('singleKeys', next ? 'on' : 'off')}
        />
      </CardBody>
    </Card>
  )
}
