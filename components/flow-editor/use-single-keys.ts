import { useDeviceSetting } from '@/components/shell/device-settings'

/**
 * Whether a letter, digit or sign alone is a command. Speech input and slips of the hand press such keys
 * unasked, so people can switch them off; keys that write nothing, such as Delete, stay.
 */
export function useSingleKeys(): { on: boolean; hint: (key: string) => string | undefined } {
  const on = useDeviceSetting('singleKeys') === 'on'
  return { on, hint: (key) => (on ? key : undefined) }
}
