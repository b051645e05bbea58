import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { announce } from '@/components/ui/announcer'
import { ActionError } from '@/lib/action-result'
import { endpointKeys } from '@/lib/endpoints/queries'
import type { Endpoint, EndpointTestResult } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { requestTest } from '../test/request-test'
import { runFewAtATime } from './run-few-at-a-time'
import { whenAllowed } from './when-allowed'

const atOnce = 3

export type TestProgress =
  | { status: 'waiting' | 'running' | 'canceled' }
  /** Until more tests are allowed. */
  | { status: 'held'; seconds: number }
  | { status: 'refused'; message: string }
  | { status: 'done'; result: EndpointTestResult }

/** Tests endpoints as they are saved, a few at a time, from the moment that it is shown. */
export function useBulkTest(endpoints: readonly Endpoint[]) {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const [progress, setProgress] = useState<ReadonlyMap<string, TestProgress>>(new Map())
  const [isRunning, setRunning] = useState(true)
  const running = useRef<AbortController | null>(null)

  async function start() {
    const controller = new AbortController()
    const { signal } = controller
    running.current = controller
    const outcomes = new Map<string, TestProgress>()
    const tell = ({ id }: Endpoint, next: TestProgress) => {
      if (signal.aborted) return
      outcomes.set(id, next)
      setProgress(new Map(outcomes))
    }
    setProgress(new Map())
    setRunning(true)
    try {
      await runFewAtATime(endpoints, atOnce, signal, async (endpoint) => {
        tell(endpoint, { status: 'running' })
        tell(endpoint, await test(endpoint, signal, (seconds) => tell(endpoint, { status: 'held', seconds })))
      })
    } finally {
      if (!signal.aborted) {
        running.current = null
        setRunning(false)
      }
    }
    if (signal.aborted) return
    announce(summary([...outcomes.values()]))
    await queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
  }

  async function test(
    endpoint: Endpoint,
    signal: AbortSignal,
    onHeld: (seconds: number) => void,
  ): Promise<TestProgress> {
    try {
      const input = { source: 'saved', id: endpoint.id, method: 'GET', path: '' } as const
      const result = await whenAllowed(() => requestTest(slug, input, signal), { signal, onHeld })
      return { status: 'done', result }
    } catch (error) {
      if (signal.aborted) return { status: 'canceled' }
      if (!(error instanceof ActionError)) throw error
      return { status: 'refused', message: error.body.message }
    }
  }

  /** Those that are over have their status, which the lists don't know yet. */
  function stop() {
    if (!running.current) return
    running.current.abort()
    running.current = null
    void queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
  }

  function cancel() {
    stop()
    setRunning(false)
    setProgress(
      (before) =>
        new Map(
          endpoints.map(({ id }) => {
            const last = before.get(id)
            return [id, last && isOver(last) ? last : { status: 'canceled' }]
          }),
        ),
    )
    announce('Tests canceled')
  }

  const startNow = useRef(start)
  const stopNow = useRef(stop)
  useEffect(() => {
    const stopLater = stopNow.current
    void startNow.current()
    return stopLater
  }, [])

  return {
    isRunning,
    cancel,
    again: () => void start(),
    of: ({ id }: Endpoint): TestProgress => progress.get(id) ?? { status: 'waiting' },
  }
}

/** How tests ended, in a sentence. */
export function summary(outcomes: readonly TestProgress[]): string {
  const over = outcomes.filter(isOver)
  const passed = over.filter((outcome) => outcome.status === 'done' && outcome.result.ok).length
  return `${plural(over.length, 'endpoint', 'endpoints')} tested: ${passed} passed, ${over.length - passed} failed`
}

/** Whether there is nothing left to wait for. */
export function isOver({ status }: TestProgress): boolean {
  return status === 'done' || status === 'refused'
}
