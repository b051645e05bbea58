import { type FieldPath, useController } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { SecretInput } from '@/components/ui/secret-input'
import type { AuthenticationType } from '@/lib/endpoints/schema'
import type { EndpointValues } from './endpoint-values'
import { secretHint } from './pasted-secret'

type SecretFieldProps = {
  name: Extract<FieldPath<EndpointValues>, `authentication.${string}` | `defaultHeaders.${number}.value`>
  label: string
  what: string
  /** Decides what counts as pasted by mistake. */
  type: AuthenticationType
  hideLabel?: boolean
  className?: string
}

/** A secret that is being typed. Offers to remove what was pasted along with it. */
export function SecretField({ name, label, what, type, hideLabel, className }: SecretFieldProps) {
  const { field, fieldState } = useController<EndpointValues, typeof name>({ name })
  const text = typeof field.value === 'string' ? field.value : ''
  const hint = secretHint(type, text)
  return (
    <div className={className}>
      <Field label={label} error={hint ? undefined : fieldState.error?.message} hideLabel={hideLabel}>
        <SecretInput {...field} value={text} what={what} />
      </Field>
      {hint && (
        <output className="mt-1 flex flex-wrap items-center gap-2 text-sm">
          {hint.message}
          <Button size="sm" onClick={() => field.onChange(hint.fixed)} aria-label={`Fix ${what}`}>
            Fix
          </Button>
        </output>
      )}
    </div>
  )
}
