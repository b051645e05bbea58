'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { useFormat } from '@/components/ui/use-format'

type RetryCountdownProps = { seconds: number; onEnd: () => void }

/** Counts down for the eye. Screen readers get the first number once and are spared the others. */
export function RetryCountdown({ seconds, onEnd }: RetryCountdownProps) {
  const format = useFormat()
  const [left, setLeft] = useState(seconds)
  const end = useEffectEvent(onEnd)

  useEffect(() => {
    const deadline = performance.now() + seconds * 1000
    const timer = setInterval(() => {
      const remaining = Math.ceil((deadline - performance.now()) / 1000)
      if (remaining > 0) return setLeft(remaining)
      clearInterval(timer)
      end()
    }, 250)
    return () => clearInterval(timer)
  }, [seconds])

  return (
    <>
      <span className="sr-only">Too many attempts. Try again in {format.duration(seconds * 1000)}.</span>
      <span aria-hidden className="tabular-nums">
        Too many attempts. Try again in {format.duration(left * 1000)}.
      </span>
    </>
  )
}
