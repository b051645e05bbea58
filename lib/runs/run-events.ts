import type { OrgContext } from '@/lib/auth/context'
import type { RunProgress } from './schema'
import { watchRun } from './watch-run'

/** Proxies close connections that are silent for a minute or less. */
const keepAliveMs = 15_000

/**
 * A run as server-sent events: one `progress` a change, its id the run's revision. Each is a whole
 * snapshot, so a reader that comes back needs no replay. The stream ends after the last one, and stops
 * working when its reader leaves.
 * @throws AppError `not_found`, before there is a stream
 */
export async function runEvents(
  ctx: OrgContext,
  { id }: { id: string },
  gone: AbortSignal,
): Promise<Response> {
  const left = new AbortController()
  const frames = watchRun(ctx, { id }, AbortSignal.any([gone, left.signal]))
  const first = await frames.next()
  const encoder = new TextEncoder()
  let keepAlive: NodeJS.Timeout | undefined

  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      keepAlive = setInterval(() => controller.enqueue(encoder.encode(': keep-alive\n\n')), keepAliveMs)
      if (!first.done) controller.enqueue(encoder.encode(toFrame(first.value)))
    },
    async pull(controller) {
      try {
        const next = await frames.next()
        if (!next.done) return controller.enqueue(encoder.encode(toFrame(next.value)))
        clearInterval(keepAlive)
        controller.close()
      } catch (error) {
        // The stream breaks off, and its reader comes back; a timer that writes into it must not stay.
        clearInterval(keepAlive)
        throw error
      }
    },
    cancel() {
      clearInterval(keepAlive)
      left.abort()
    },
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Compressing it would hold events back, and so would a proxy that collects.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

function toFrame(progress: RunProgress): string {
  return `id: ${progress.revision}\nevent: progress\ndata: ${JSON.stringify(progress)}\n\n`
}
