'use client'

import { CircleCheck, CircleDashed } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { showToast } from '@/components/ui/toast'
import type { FirstSteps } from '@/lib/dashboard/first-steps'
import { setChecklistHidden } from './hidden-checklist'

type ChecklistProps = { steps: FirstSteps }

/** The way to a first run; ticks come from what exists. Hiding it is kept in this browser. */
export function Checklist({ steps }: ChecklistProps) {
  const { slug, href, can } = useOrganization()
  const [hidden, setHidden] = useState(false)

  function hide(next: boolean) {
    setChecklistHidden(slug, next)
    setHidden(next)
    if (next) showToast({ title: 'Checklist hidden', action: { label: 'Undo', onClick: () => hide(false) } })
  }

  if (hidden) return null
  const demo = steps.demoFlowId ? `/flows/${steps.demoFlowId}` : '/flows'
  const items = [
    { done: steps.hasEndpoint, text: 'Add an API endpoint', path: '/endpoints/new', needs: 'admin' },
    { done: steps.hasTestedEndpoint, text: 'Test it', path: '/endpoints', needs: 'editor' },
    { done: steps.hasApiCall, text: 'Add an API Call to a flow', path: demo, needs: 'editor' },
    { done: steps.hasRun, text: 'Run a flow', path: demo, needs: 'editor' },
  ] as const
  const done = items.filter((item) => item.done).length
  return (
    <Card aria-labelledby="checklist">
      <CardHeader
        id="checklist"
        title="First steps"
        description={`${done} of ${items.length} done`}
        actions={
          <Button size="sm" variant="ghost" className="-mr-2" onClick={() => hide(true)}>
            Hide checklist
          </Button>
        }
      />
      <CardBody flush>
        <ol className="grid divide-line max-lg:divide-y sm:max-lg:grid-cols-2 lg:grid-cols-4 lg:divide-x">
          {items.map(({ done: isDone, text, path, needs }) => (
            <li key={text} className="flex min-h-11 items-center gap-2 px-4 py-2">
              {isDone ? (
                <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
              ) : (
                <CircleDashed aria-hidden className="size-4 shrink-0 text-muted" />
              )}
              {isDone ? (
                <span className="text-muted">
                  {text}
                  <span className="sr-only"> (done)</span>
                </span>
              ) : can(needs) ? (
                <Link href={href(path)} className="font-medium hover:underline">
                  {text}
                </Link>
              ) : (
                <span>
                  {text}
                  <span className="sr-only"> (to do)</span>
                </span>
              )}
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  )
}
