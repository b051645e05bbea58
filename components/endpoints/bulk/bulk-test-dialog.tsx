'use client'

import Link from 'next/link'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'
import { useFormat } from '@/components/ui/use-format'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { testFailure } from '../test/request-test'
import { testAdvice } from '../test/test-advice'
import { isOver, summary, type TestProgress, useBulkTest } from './use-bulk-test'

type BulkTestDialogProps = { endpoints: Endpoint[]; onClose: () => void }

/** Tests several endpoints and tells of each how it went. */
export function BulkTestDialog({ endpoints, onClose }: BulkTestDialogProps) {
  const { href } = useOrganization()
  const tests = useBulkTest(endpoints)
  const outcomes = endpoints.map(tests.of)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Test ${plural(endpoints.length, 'endpoint', 'endpoints')}`}
      description="Each as it is saved, with a GET of its base URL."
      footer={
        <>
          <p className="mr-auto text-muted max-sm:w-full">
            {tests.isRunning
              ? `${outcomes.filter(isOver).length} of ${endpoints.length} tested`
              : summary(outcomes)}
          </p>
          {tests.isRunning ? (
            <Button onClick={tests.cancel}>Cancel tests</Button>
          ) : (
            <>
              <Button onClick={tests.again}>Test again</Button>
              <Button variant="primary" onClick={onClose}>
                Close
              </Button>
            </>
          )}
        </>
      }
    >
      <ul aria-label="Tested endpoints" className="divide-y divide-line">
        {endpoints.map((endpoint, index) => (
          <li key={endpoint.id} className="grid gap-x-3 py-2 sm:grid-cols-[7rem_minmax(0,1fr)]">
            <TestStatus progress={outcomes[index] ?? waiting} />
            <div className="min-w-0">
              <Link
                href={href(`/endpoints/${endpoint.id}`)}
                className="rounded-sm font-medium break-words text-accent-ink hover:underline"
              >
                {endpoint.name}
              </Link>
              <TestSentence progress={outcomes[index] ?? waiting} />
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

const waiting: TestProgress = { status: 'waiting' }

function TestStatus({ progress }: { progress: TestProgress }) {
  const [tone, label] = look(progress)
  return (
    <StatusBadge tone={tone} plain>
      {label}
    </StatusBadge>
  )
}

function look(progress: TestProgress): [tone: StatusTone, label: string] {
  switch (progress.status) {
    case 'waiting':
    case 'held':
      return ['queued', 'Waiting']
    case 'running':
      return ['running', 'Testing']
    case 'canceled':
      return ['canceled', 'Canceled']
    case 'refused':
      return ['danger', 'Failed']
    case 'done':
      return progress.result.ok ? ['success', 'Passed'] : ['danger', 'Failed']
  }
}

function TestSentence({ progress }: { progress: TestProgress }) {
  const format = useFormat()
  if (progress.status === 'held') {
    const pause = format.duration(progress.seconds * 1000)
    return <p className="text-muted">Many tests were made in a short time. Goes on in {pause}.</p>
  }
  if (progress.status === 'refused') return <p className="text-muted">{progress.message}</p>
  if (progress.status !== 'done') return null
  const { result } = progress
  if (result.ok) {
    return (
      <p className="text-muted">
        Answered with {result.statusCode} in {format.duration(result.timing.totalMs)}.
      </p>
    )
  }
  return (
    <p className="text-muted">
      {testFailure(result)} {testAdvice(result)}
    </p>
  )
}
