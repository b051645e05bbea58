import { onTestFinished, vi } from 'vitest'
import type { Database } from '@/db/client'
import { runChannel } from '../run-channel'

/** Who follows runs of a database in this process, until the test ends. */
export function watchersOf(db: Database) {
  const channel = runChannel(db)
  const { subscribe } = channel
  let [now, ever] = [0, 0]
  let changed = () => {}
  const spy = vi.spyOn(channel, 'subscribe').mockImplementation((name, runId, onNotice) => {
    const end = subscribe(name, runId, onNotice)
    if (name !== 'sluice_runs') return end
    now++
    ever++
    changed()
    return () => {
      end()
      now--
      changed()
    }
  })
  onTestFinished(() => spy.mockRestore())
  return {
    ever: () => ever,
    /** Resolves when there are so many. */
    async until(count: number): Promise<void> {
      while (now !== count) await new Promise<void>((resolve) => (changed = resolve))
    },
  }
}
