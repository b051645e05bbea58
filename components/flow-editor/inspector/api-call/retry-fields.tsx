import { Checkbox } from '@/components/ui/checkbox'
import { Field, FieldGroup } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { NumberInput } from '@/components/ui/number-input'
import type { NodeData } from '@/lib/flows/schema'
import { useStepForm } from '../step-context'

type Retry = NonNullable<NodeData<'apiCall'>['retry']>
type Cause = NonNullable<Retry['on']>[number]

const causes: { value: Cause; label: string }[] = [
  { value: 'connect', label: 'No connection' },
  { value: 'timeout', label: 'Timeout' },
  { value: '429', label: '429 Too many requests' },
  { value: '5xx', label: '5xx Server errors' },
]
const allCauses = causes.map(({ value }) => value)

/** RFC 9110 section 9.2.2: of our methods, these two are not idempotent. */
const notIdempotent = new Set(['POST', 'PATCH'])

export function RetryFields({ data }: { data: NodeData<'apiCall'> }) {
  const { update, readOnly, endGroup } = useStepForm()
  const retry: Retry = data.retry ?? { attempts: 1 }
  const change = (patch: Partial<Retry>, field?: string) => update({ retry: { ...retry, ...patch } }, field)
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-2">
        <Field label="Attempts" description="1–10, the first one included">
          <NumberInput
            value={retry.attempts}
            min={1}
            max={10}
            disabled={readOnly}
            onValueChange={(attempts) =>
              change({ attempts: clamp(Math.round(attempts ?? 1), 1, 10) }, 'retry.attempts')
            }
            onBlur={endGroup}
          />
        </Field>
        {retry.attempts > 1 && (
          <Field label="First wait" description="0–60 s, doubles each time">
            <NumberInput
              value={retry.delaySeconds ?? 1}
              unit="s"
              min={0}
              max={60}
              disabled={readOnly}
              onValueChange={(seconds) =>
                change({ delaySeconds: clamp(seconds ?? 1, 0, 60) }, 'retry.delaySeconds')
              }
              onBlur={endGroup}
            />
          </Field>
        )}
      </div>
      {retry.attempts > 1 && <Causes retry={retry} onCausesChange={(on) => change({ on })} />}
      {(typeof retry.idempotencyHeader === 'string' ||
        (retry.attempts > 1 && notIdempotent.has(data.method))) && (
        <Idempotency method={data.method} retry={retry} onRetryChange={change} />
      )}
    </>
  )
}

function Causes({ retry, onCausesChange }: { retry: Retry; onCausesChange: (on: Cause[]) => void }) {
  const { readOnly } = useStepForm()
  const on = retry.on ?? allCauses
  return (
    <FieldGroup legend="Retry on">
      <div className="grid grid-cols-2 gap-1.5">
        {causes.map(({ value, label }) => (
          <Checkbox
            key={value}
            label={label}
            checked={on.includes(value)}
            disabled={readOnly}
            onCheckedChange={(checked) =>
              onCausesChange(allCauses.filter((cause) => (cause === value ? checked : on.includes(cause))))
            }
          />
        ))}
      </div>
    </FieldGroup>
  )
}

type IdempotencyProps = {
  method: string
  retry: Retry
  onRetryChange: (patch: Partial<Retry>, field?: string) => void
}

/** Repeating a request that changes something is only safe when the API can tell that it is the same one. */
function Idempotency({ method, retry, onRetryChange }: IdempotencyProps) {
  const { readOnly, problemAt, endGroup } = useStepForm()
  const header = retry.idempotencyHeader
  return (
    <div className="flex flex-col gap-2">
      <Checkbox
        label={`Repeat ${method} requests that were sent`}
        description="Sends a header with the same value in every attempt. Without it only failed connections are retried."
        checked={typeof header === 'string'}
        disabled={readOnly}
        onCheckedChange={(checked) =>
          onRetryChange({ idempotencyHeader: checked ? 'Idempotency-Key' : null })
        }
      />
      {typeof header === 'string' && (
        <Field label="Idempotency header" error={problemAt('retry.idempotencyHeader')}>
          <Input
            mono
            data-field="retry.idempotencyHeader"
            autoComplete="off"
            value={header}
            readOnly={readOnly}
            onChange={(event) =>
              onRetryChange({ idempotencyHeader: event.target.value }, 'retry.idempotencyHeader')
            }
            onBlur={endGroup}
          />
        </Field>
      )}
    </div>
  )
}

function clamp(value: number, min: number, max: number): number {
  return Number.isNaN(value) ? min : Math.min(max, Math.max(min, value))
}
