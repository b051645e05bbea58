import { CircleCheck, CircleDashed, CircleMinus, CircleX } from 'lucide-react'
import { useFormat } from '@/components/ui/use-format'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { type EndpointTestResult, endpointTestSteps } from '@/lib/endpoints/schema'
import { cn } from '@/lib/utils'
import { testAdvice } from './test-advice'

const names = {
  configuration: 'Configuration',
  policy: 'Network policy',
  dns: 'DNS',
  connect: 'Connect',
  tls: 'TLS',
  response: 'Response',
} as const satisfies Record<(typeof endpointTestSteps)[number], string>

const looks = {
  ok: { icon: CircleCheck, label: 'Passed', className: 'text-success' },
  failed: { icon: CircleX, label: 'Failed', className: 'text-danger' },
  skipped: { icon: CircleMinus, label: 'Skipped', className: 'text-muted' },
  waiting: { icon: CircleDashed, label: 'Not known yet', className: 'text-faint' },
} as const

/** How far the test came, and what to do where it stopped. Without a result every step is still open. */
export function TestSteps({ result }: { result: EndpointTestResult | null }) {
  const format = useFormat()
  const advice = result && testAdvice(result)
  const steps =
    result?.steps ??
    endpointTestSteps.map((name) => ({ name, status: 'waiting' as const, ms: null, sentence: '' }))
  return (
    <ol aria-label="Steps of the test" className="flex flex-col">
      {steps.map(({ name, status, ms, sentence }) => {
        const { icon: Icon, label, className } = looks[status]
        const isFailed = status === 'failed'
        return (
          <li
            key={name}
            className={cn(
              'grid grid-cols-[1rem_6.5rem_minmax(0,1fr)_auto] items-start gap-x-2 rounded-md px-2 py-1',
              isFailed && 'bg-danger-soft py-2',
            )}
          >
            <Icon aria-hidden className={cn('mt-0.5 size-4', className)} />
            <span className={cn(status === 'waiting' && 'text-muted', isFailed && 'font-medium')}>
              <VisuallyHidden>{label}: </VisuallyHidden>
              {names[name]}
            </span>
            <span className={isFailed ? undefined : 'text-muted'}>
              {sentence}
              {isFailed && advice && <span className="block text-muted">{advice}</span>}
            </span>
            <span className="text-right text-muted tabular-nums">
              {ms === null ? '' : format.duration(ms)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
