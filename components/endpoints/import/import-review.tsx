import { type ReactNode, useEffect, useRef } from 'react'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useFormat } from '@/components/ui/use-format'
import { authenticationFields } from '@/lib/endpoints/secret-fields'
import { authenticationNames } from '../authentication-names'
import type { EndpointValues } from '../form/endpoint-values'
import { redirectNames } from '../form/redirect-names'
import type { Choice, EndpointImport } from './endpoint-import'

type ImportReviewProps = {
  found: EndpointImport
  values: EndpointValues
  onValuesChange: (values: EndpointValues) => void
}

/** What will stand in the form, with what can be chosen, and what did not come along. Shows no secret. */
export function ImportReview({ found, values, onValuesChange }: ImportReviewProps) {
  const { list } = useFormat()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { authentication, defaultHeaders } = values
  return (
    <div className="flex flex-col gap-4">
      <h3 ref={heading} tabIndex={-1} className="font-medium outline-none">
        What goes into the form
      </h3>
      <ChoiceField
        label="Base URL"
        choices={found.baseUrls}
        value={values.baseUrl}
        onValueChange={(baseUrl) => onValuesChange({ ...values, baseUrl })}
      />
      {found.authentications.length > 1 && (
        <ChoiceField
          label="Authentication"
          choices={found.authentications}
          value={authentication}
          onValueChange={(chosen) => onValuesChange({ ...values, authentication: chosen })}
        />
      )}
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
        <Entry term="Name">{values.name || 'To be entered'}</Entry>
        {values.description && <Entry term="Description">{values.description}</Entry>}
        {found.authentications.length === 1 && (
          <Entry term="Authentication">{authenticationText(authentication)}</Entry>
        )}
        <Entry term="Default headers">
          {defaultHeaders.length === 0
            ? 'None'
            : list(defaultHeaders.map(({ name, secret }) => (secret ? `${name} (secret)` : name)))}
        </Entry>
        <Entry term="Timeouts">
          {values.connectTimeoutSeconds} s to connect, {values.responseTimeoutSeconds} s for the answer
        </Entry>
        <Entry term="Redirects">{redirectNames[values.redirects]}</Entry>
      </dl>
      {found.notes.length > 0 && (
        <Callout tone="info" title="Not everything comes along">
          <ul className="flex flex-col gap-1">
            {found.notes.map((note) => (
              <li key={note} className="break-words">
                {note}
              </li>
            ))}
          </ul>
        </Callout>
      )}
    </div>
  )
}

function authenticationText(authentication: EndpointValues['authentication']): string {
  const name = authenticationNames[authentication.type]
  if (authentication.type === 'none') return name
  const isGiven = authenticationFields[authentication.type].every((part) => authentication[part])
  return isGiven
    ? `${name}, with the secret from the command`
    : `${name}, with the secret still to be entered`
}

type ChoiceFieldProps<T> = {
  label: string
  choices: Choice<T>[]
  value: T
  onValueChange: (value: T) => void
}

function ChoiceField<T>({ label, choices, value, onValueChange }: ChoiceFieldProps<T>) {
  const index = choices.findIndex((choice) => choice.value === value)
  return (
    <Field label={label} description={choices[index]?.description}>
      <Select
        value={`${index}`}
        onValueChange={(next) => {
          const chosen = choices[Number(next)]
          if (chosen) onValueChange(chosen.value)
        }}
        options={choices.map((choice, position) => ({ value: `${position}`, label: choice.label }))}
      />
    </Field>
  )
}

function Entry({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 break-words max-sm:mb-1">{children}</dd>
    </>
  )
}
