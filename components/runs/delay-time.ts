import { z } from 'zod'
import type { StepRecord } from '@/lib/runs/schema'

const delayInput = z.object({ until: z.iso.datetime() })

/** When a delay ends, as its record says; `null` for the record of another step. */
export function delayEnd(record: StepRecord): string | null {
  const parsed = delayInput.safeParse(record.input)
  return parsed.success ? parsed.data.until : null
}

/** In whole seconds, rounded up, so that a countdown ends at its last second and not at zero. */
export function remainingMs(until: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000) * 1000)
}
