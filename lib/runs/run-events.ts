import { withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { onLate, onShutdown } from '@/lib/shutdown'
import { readProgress } from './read-progress'
import { isRunningHere } from './running-runs'
import { isTerminal, type RunProgress } from './schema'
import { watchRun } from './watch-run'

/** Proxies close connections that are silent for a minute or less. */
const keepAliveMs = 15_000

const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Compressing it would hold events back, and so would a proxy that collects.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** How long a reader waits before it comes back. */
const retryMs = 1_000

/**
 * A run as server-sent events: one `progress` a change, its id the run's revision. Each is a whole
 * snapshot, so a reader that comes back with the id of the last one that it saw gets the newest, unless it
 * has it, and misses nothing. The stream ends after the last one, and stops working when its reader leaves.
 * Who has seen the end gets 204, which tells an EventSource not to come back.
 * @throws AppError `not_found`, before there is a stream
 */
export async function runEvents(
  ctx: OrgContext,
  { id, lastEventId }: { id: string; lastEventId?: string | undefined },
  gone: AbortSignal,
): Promise<Response> {
  requireRole(ctx, 'viewer')
  const now = await withOrg(ctx, (tx) => readProgress(tx, ctx.orgId, id))
  const after = seenRevision(lastEventId, now.revision)
  if (isTerminal(now.status) && after === now.revision) return new Response(null, { status: 204 })

  const left = new AbortController()
  const frames = watchRun(ctx, { id, after }, AbortSignal.any([gone, left.signal]))
  const encoder = new TextEncoder()
  let keepAlive: NodeJS.Timeout | undefined
  // A process that stops waits for the runs that it executes. Readers of others come back elsewhere.
  const leave = () => left.abort()
  const offTheList = onShutdown(async () => {
    if (!isRunningHere(id)) leave()
  })
  const notLate = onLate(leave)
  const end = () => {
    clearInterval(keepAlive)
    offTheList()
    notLate()
  }

  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      keepAlive = setInterval(() => controller.enqueue(encoder.encode(': keep-alive\n\n')), keepAliveMs)
      // Something has to be sent for the reader to know that it is connected.
      controller.enqueue(encoder.encode(`retry: ${retryMs}\n\n`))
    },
    async pull(controller) {
      try {
        const next = await frames.next()
        if (!next.done) return controller.enqueue(encoder.encode(toFrame(next.value)))
        end()
        controller.close()
      } catch (error) {
        // The stream breaks off, and its reader comes back; a timer that writes into it must not stay.
        end()
        throw error
      }
    },
    cancel() {
      end()
      leave()
    },
  })
  return new Response(stream, { headers: eventStreamHeaders })
}

/** An id that was never given out says nothing of what was seen. */
function seenRevision(lastEventId: string | undefined, newest: number): number {
  const revision = /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : -1
  return revision <= newest ? revision : -1
}

function toFrame(progress: RunProgress): string {
  return `id: ${progress.revision}\nevent: progress\ndata: ${JSON.stringify(progress)}\n\n`
}
