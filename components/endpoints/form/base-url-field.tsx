import { useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { announce } from '@/components/ui/announcer'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { Endpoint } from '@/lib/endpoints/schema'
import { baseUrlAdvice, baseUrlProblem, normalizeBaseUrl } from '@/lib/http/url-rules'
import { baseUrlFixes } from './base-url-fixes'
import type { EndpointValues } from './endpoint-values'
import { PlainHttpWarning } from './plain-http-warning'
import { RequestPreview } from './request-preview'
import { useFirstValue } from './use-first-value'

/** Where the API is. Tidies what was typed and says so; what can't be a base URL comes with a way out. */
export function BaseUrlField({ endpoint }: { endpoint: Endpoint | null }) {
  const { register, setValue, setFocus, clearErrors, formState } = useFormContext<EndpointValues>()
  const baseUrl = useWatch<EndpointValues, 'baseUrl'>({ name: 'baseUrl' })
  const firstBaseUrl = useFirstValue('baseUrl')
  const [tidied, setTidied] = useState<string | null>(null)
  const fixes = baseUrlFixes(baseUrl)
  const isUnusual =
    baseUrl !== endpoint?.baseUrl && !baseUrlProblem(baseUrl) && baseUrlAdvice(baseUrl) !== null

  function change(next: string) {
    setValue('baseUrl', next, { shouldDirty: true, shouldTouch: true, shouldValidate: true })
  }

  function tidy() {
    const typed = baseUrl.trim()
    if (typed === '' || baseUrlProblem(typed)) return
    const normal = normalizeBaseUrl(typed)
    if (normal === baseUrl) return
    change(normal)
    setTidied(normal)
    announce(`Base URL tidied to ${normal}`)
  }

  function moveCredentials() {
    if (!fixes.url || !fixes.credentials) return
    const { username, password } = fixes.credentials
    setValue('authentication.type', 'basic', { shouldDirty: true })
    setValue('authentication.username', username, { shouldDirty: true })
    setValue('authentication.password', password, { shouldDirty: true })
    change(fixes.url)
    clearErrors('authentication')
    announce('User and password moved to Basic auth')
    // The button is gone, and the field it filled is there from the next render on.
    setTimeout(() => setFocus('authentication.username'))
  }

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Field
        label="Base URL"
        error={formState.errors.baseUrl?.message}
        description={
          tidied === baseUrl ? `Tidied to ${tidied}` : 'Where the API is. Steps add their path to it.'
        }
      >
        <Input
          {...register('baseUrl', { onBlur: tidy })}
          defaultValue={firstBaseUrl}
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://api.example.com/v2"
        />
      </Field>
      {fixes.url && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            className="max-w-full"
            onClick={() => {
              change(fixes.url ?? baseUrl)
              setFocus('baseUrl')
            }}
          >
            <span className="truncate">Use {fixes.url}</span>
          </Button>
          {fixes.credentials && (
            <Button size="sm" onClick={moveCredentials}>
              Move user and password to Basic auth
            </Button>
          )}
        </div>
      )}
      {isUnusual && !formState.errors.baseUrl && (
        <p className="text-xs text-muted">
          Addresses like this are refused unless whoever runs Sluice allows them.
        </p>
      )}
      <PlainHttpWarning />
      <RequestPreview />
    </div>
  )
}
