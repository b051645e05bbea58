import { useEffect } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import type { Endpoint } from '@/lib/endpoints/schema'
import type { EndpointValues } from './endpoint-values'
import { keepsHeader, movedTo, storedHeader } from './kept-secrets'
import { SecretField } from './secret-field'
import { StoredSecret } from './stored-secret'

/** The value of a secret header: stored, or being typed. */
export function HeaderSecret({ index, endpoint }: { index: number; endpoint: Endpoint | null }) {
  const { setValue, setFocus, clearErrors } = useFormContext<EndpointValues>()
  const values = useWatch<EndpointValues>() as EndpointValues
  const path = `defaultHeaders.${index}.value` as const
  const header = values.defaultHeaders[index]
  const stored = storedHeader(header?.name ?? '', endpoint)
  const canKeep = keepsHeader(values, header?.name ?? '', endpoint)
  const isShownAsStored = header?.value === null && canKeep
  const host = stored?.isSet ? movedTo(values.baseUrl, endpoint) : null

  useEffect(() => {
    if (isShownAsStored) clearErrors(path)
  }, [isShownAsStored, clearErrors, path])

  function set(value: '' | null) {
    setValue(path, value, { shouldDirty: true })
    clearErrors(path)
    if (value !== null) setTimeout(() => setFocus(path))
  }

  if (!header) return null
  if (isShownAsStored) {
    return (
      <StoredSecret
        noun={`value of ${header.name}`}
        state={stored ?? null}
        replaceLabel={stored?.isSet ? 'Replace' : 'Enter'}
        onReplace={() => set('')}
      />
    )
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-start gap-2">
        <SecretField
          name={path}
          label={`Header ${index + 1} value`}
          what="value"
          type="apiKey"
          hideLabel
          className="min-w-0 flex-1"
        />
        {canKeep && (
          <Button className="shrink-0" onClick={() => set(null)}>
            Cancel
          </Button>
        )}
      </div>
      {host && <p className="text-sm text-warning">Enter it again to use it with {host}.</p>}
    </div>
  )
}
