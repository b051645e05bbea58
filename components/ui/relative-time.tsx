'use client'

import { useSyncExternalStore } from 'react'
import { Tooltip } from './tooltip'
import { useFormat } from './use-format'

const tick = 30_000

/** The time in steps of half a minute, so that all of a page counts from the same moment. */
function useNow(): number {
  return useSyncExternalStore(subscribe, now, now)
}

function subscribe(changed: () => void) {
  const timer = setInterval(changed, tick)
  return () => clearInterval(timer)
}

function now(): number {
  return Math.floor(Date.now() / tick) * tick
}

type RelativeTimeProps = { date: string | Date; className?: string }

/** “2 min. ago”, kept up to date, with the exact time in a tooltip. */
export function RelativeTime({ date, className }: RelativeTimeProps) {
  const format = useFormat()
  const current = useNow()
  const at = new Date(date)
  // The clock is coarse: what is newer than its last step would lie in the future.
  const reference = new Date(Math.max(current, at.getTime()))
  return (
    <Tooltip content={format.dateTime(at)}>
      {/* The page is read a moment after the server wrote it. */}
      <time dateTime={at.toISOString()} className={className} suppressHydrationWarning>
        {format.relativeTime(at, reference)}
      </time>
    </Tooltip>
  )
}
