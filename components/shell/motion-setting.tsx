'use client'

import { useEffect } from 'react'
import { useDeviceSetting } from './device-settings'

/** Tells the style sheet when a person wants less motion than their system asks for. */
export function MotionSetting() {
  const motion = useDeviceSetting('motion')
  useEffect(() => {
    document.documentElement.dataset.motion = motion
  }, [motion])
  return null
}
