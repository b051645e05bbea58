import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { announce } from '@/components/ui/announcer'
import { useOrganization } from '@/components/shell/organization-context'
import { ActionError, type ErrorBody } from '@/lib/action-result'
import { endpointKeys } from '@/lib/endpoints/queries'
import type { EndpointTestResult, TestEndpointInput } from '@/lib/endpoints/schema'
import { requestTest, testFailure } from './request-test'

export type TestState =
  | { status: 'idle' | 'running' | 'canceled' }
  | { status: 'refused'; error: ErrorBody }
  | {
      status: 'done'
      result: EndpointTestResult
      /** How many edits the form had seen, to tell when it has moved on. */
      edits: number
    }

/** Runs one test at a time. Cancel takes effect here at once; the server closes the socket. */
export function useConnectionTest() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const [state, setState] = useState<TestState>({ status: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function run(input: TestEndpointInput, edits: number) {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setState({ status: 'running' })
    try {
      const result = await requestTest(slug, input, controller.signal)
      if (controller.signal.aborted) return
      setState({ status: 'done', result, edits })
      announce(result.ok ? 'Connection test passed' : `Connection test failed. ${testFailure(result)}`)
    } catch (error) {
      if (controller.signal.aborted) return
      if (!(error instanceof ActionError)) throw error
      setState({ status: 'refused', error: error.body })
    }
    if (input.source === 'saved') await queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
  }

  function cancel() {
    running.current?.abort()
    setState({ status: 'canceled' })
    announce('Connection test canceled')
  }

  return { state, run, cancel }
}
