import { ArrowDown, ArrowUp, Lock, LockOpen, Trash2 } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import type { Endpoint } from '@/lib/endpoints/schema'
import { isSecretHeaderName } from '@/lib/http/header-rules'
import type { EndpointValues } from './endpoint-values'
import { HeaderSecret } from './header-secret'
import { useFirstValue } from './use-first-value'

type HeaderRowProps = {
  index: number
  endpoint: Endpoint | null
  isFirst: boolean
  isLast: boolean
  suggestionsId: string
  onEnter: () => void
  onNameBlur: () => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
  onMoveToAuthentication: () => void
}

export function HeaderRow({ index, endpoint, isFirst, isLast, suggestionsId, ...on }: HeaderRowProps) {
  const { register, setValue, formState } = useFormContext<EndpointValues>()
  const header = useWatch<EndpointValues, `defaultHeaders.${number}`>({ name: `defaultHeaders.${index}` })
  const errors = formState.errors.defaultHeaders?.[index]
  const firstName = useFirstValue(`defaultHeaders.${index}.name`)
  const firstValue = useFirstValue(`defaultHeaders.${index}.value`)
  const name = header.name.trim()
  const isAlwaysSecret = isSecretHeaderName(name)
  const isSecret = header.secret || isAlwaysSecret
  const called = name || `header ${index + 1}`

  function onKeyDown(event: KeyboardEvent) {
    const { target } = event
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    if (!(target instanceof HTMLInputElement)) return
    event.preventDefault()
    on.onEnter()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter in its inputs adds a row
    <li
      onKeyDown={onKeyDown}
      className="@container min-w-0 border-b border-line pb-3 last:border-0 last:pb-0"
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 gap-y-1.5 @xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
        <Field label={`Header ${index + 1} name`} hideLabel error={errors?.name?.message}>
          <Input
            {...register(`defaultHeaders.${index}.name`, { onBlur: on.onNameBlur })}
            defaultValue={firstName}
            mono
            list={suggestionsId}
            autoComplete="off"
            placeholder="Name"
          />
        </Field>
        <div className="flex @xl:order-last">
          <IconButton
            label={isSecret ? `Keep ${called} as plain text` : `Keep ${called} secret`}
            aria-pressed={isSecret}
            disabledReason={secretReason()}
            onClick={() => setValue(`defaultHeaders.${index}.secret`, !header.secret, { shouldDirty: true })}
          >
            {isSecret ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
          </IconButton>
          <IconButton label={`Move ${called} up`} disabled={isFirst} onClick={() => on.onMove(-1)}>
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton label={`Move ${called} down`} disabled={isLast} onClick={() => on.onMove(1)}>
            <ArrowDown aria-hidden />
          </IconButton>
          <IconButton label={`Remove ${called}`} onClick={on.onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
        <div className="col-span-2 min-w-0 @xl:col-span-1">
          {isSecret ? (
            <HeaderSecret index={index} endpoint={endpoint} />
          ) : (
            <Field label={`Header ${index + 1} value`} hideLabel error={errors?.value?.message}>
              <Input
                {...register(`defaultHeaders.${index}.value`)}
                defaultValue={firstValue ?? ''}
                mono
                autoComplete="off"
                placeholder="Value"
              />
            </Field>
          )}
        </div>
      </div>
      {name.toLowerCase() === 'authorization' && header.value !== null && (
        <p className="mt-1.5 flex flex-wrap items-center gap-2 text-sm">
          A credential belongs to Authentication.
          <Button size="sm" onClick={on.onMoveToAuthentication}>
            Move to Authentication
          </Button>
        </p>
      )}
    </li>
  )

  function secretReason(): string | undefined {
    if (isAlwaysSecret) return `${name} is always kept secret.`
    if (header.secret && header.value === null)
      return 'Replace the value first: a stored secret can’t be shown.'
    return undefined
  }
}
