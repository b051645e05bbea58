import { useSyncExternalStore } from 'react'
import { subscribeToStorage, tellStorageChanged } from './storage-changes'

/** What people choose for one device. */
type DeviceSettings = {
  /** Whether a letter alone is a command while the canvas has the focus. */
  singleKeys: 'on' | 'off'
  motion: 'system' | 'reduce'
}
type Choices<Value> = readonly [Value, ...Value[]]

/** The first one is the default. */
const choices: { readonly [Name in keyof DeviceSettings]: Choices<DeviceSettings[Name]> } = {
  singleKeys: ['on', 'off'],
  motion: ['system', 'reduce'],
}

export function useDeviceSetting<Name extends keyof DeviceSettings>(name: Name): DeviceSettings[Name] {
  return useSyncExternalStore(
    subscribeToStorage,
    () => deviceSetting(name),
    () => choices[name][0],
  )
}

export function setDeviceSetting<Name extends keyof DeviceSettings>(
  name: Name,
  value: DeviceSettings[Name],
): void {
  memory.set(name, value)
  try {
    localStorage.setItem(key(name), value)
  } catch {
    // Without storage it holds until the page is loaded again.
  }
  tellStorageChanged()
}

const memory = new Map<keyof DeviceSettings, string>()

function deviceSetting<Name extends keyof DeviceSettings>(name: Name): DeviceSettings[Name] {
  const text = stored(name)
  return choices[name].find((choice) => choice === text) ?? choices[name][0]
}

function stored(name: keyof DeviceSettings): string | null {
  try {
    return localStorage.getItem(key(name))
  } catch {
    return memory.get(name) ?? null
  }
}

function key(name: keyof DeviceSettings): string {
  return `sluice.${name}`
}
