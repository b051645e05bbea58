import { useEffect } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import type { AuthenticationType, Endpoint } from '@/lib/endpoints/schema'
import { authenticationFields, fieldLabels } from '@/lib/endpoints/secret-fields'
import { AnnouncedWarning } from './announced-warning'
import type { EndpointValues } from './endpoint-values'
import { isSentElsewhere, keepsAuthentication, movedTo, secretNouns } from './kept-secrets'
import { SecretField } from './secret-field'
import { StoredSecret } from './stored-secret'

type SecretType = Exclude<AuthenticationType, 'none'>

/** The secret of the chosen kind: typed for the first time, kept as stored, or replaced. */
export function AuthenticationSecret({ type, endpoint }: { type: SecretType; endpoint: Endpoint | null }) {
  const { setValue, setFocus, clearErrors } = useFormContext<EndpointValues>()
  const values = useWatch<EndpointValues>() as EndpointValues
  const noun = secretNouns[type]
  const parts = authenticationFields[type]
  const isKept = parts.every((part) => values.authentication[part] === null)
  const stored = endpoint?.authentication.type === type ? endpoint.authentication : null
  const isSet = stored?.isSet ?? false

  const isShownAsStored = isKept && keepsAuthentication(values, endpoint)
  // What was said about the inputs does not hold for what took their place.
  useEffect(() => {
    if (isShownAsStored) clearErrors('authentication')
  }, [isShownAsStored, clearErrors])

  if (isShownAsStored) {
    return (
      <StoredSecret
        noun={noun}
        state={stored}
        onReplace={() => set('')}
        replaceLabel={isSet ? 'Replace' : 'Enter'}
      />
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <AskedAgain values={values} endpoint={isSet ? endpoint : null} noun={noun} />
      {parts.map((part) => (
        <SecretField
          key={part}
          name={`authentication.${part}`}
          label={capitalized(fieldLabels[part])}
          what={fieldLabels[part]}
          type={part === 'username' ? 'apiKey' : type}
        />
      ))}
      {stored && keepsAuthentication(values, endpoint) && (
        <div>
          <Button size="sm" onClick={() => set(null)}>
            Cancel
          </Button>
          <span className="ml-2 text-xs text-muted">
            {isSet ? `Keeps the stored ${noun}.` : 'Leaves it missing.'}
          </span>
        </div>
      )}
    </div>
  )

  function set(value: '' | null) {
    for (const part of parts) setValue(`authentication.${part}`, value, { shouldDirty: true })
    clearErrors('authentication')
    const [first] = parts
    // The input is there from the next render on.
    if (value !== null) setTimeout(() => setFocus(`authentication.${first}`))
  }
}

type AskedAgainProps = { values: EndpointValues; endpoint: Endpoint | null; noun: string }

/** Why a stored secret has to be entered again. */
function AskedAgain({ values, endpoint, noun }: AskedAgainProps) {
  if (!endpoint) return null
  const host = movedTo(values.baseUrl, endpoint)
  const target =
    host ?? (isSentElsewhere(values, endpoint) ? `the header ${values.authentication.headerName}` : null)
  if (!target) return null
  return <AnnouncedWarning text={`Enter the ${noun} again to use it with ${target}.`} />
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
