import { useEffect, useState } from 'react'
import { type FieldPath, useFormContext, useWatch } from 'react-hook-form'
import { Callout } from '@/components/ui/callout'
import { createEndpointSchema, type Endpoint } from '@/lib/endpoints/schema'
import { authenticationFields } from '@/lib/endpoints/secret-fields'
import { TestPanel, type TestSubject } from '../test/test-panel'
import { createInput, type EndpointValues, isConnectionUnchanged } from './endpoint-values'
import { FormSection } from './form-section'
import { movedTo } from './kept-secrets'

type FormTestProps = { endpoint: Endpoint | null; level: 2 | 3; className?: string }

/**
 * Tests what is in the form. A stored secret is never combined with settings that are not saved: then
 * either nothing was changed, or the secrets have to be entered again.
 */
export function FormTest({ endpoint, level, className }: FormTestProps) {
  const { getValues, setError, setFocus } = useFormContext<EndpointValues>()
  const edits = useConnectionEdits()
  const values = useWatch<EndpointValues>() as EndpointValues
  const [incomplete, setIncomplete] = useState(false)
  const isSaved = endpoint !== null && isConnectionUnchanged(values, endpoint)
  const needsSecrets = endpoint !== null && !isSaved && hasKeptSecret(values)

  function subject(): TestSubject | null {
    const current = getValues()
    if (endpoint && isConnectionUnchanged(current, endpoint)) return { source: 'saved', id: endpoint.id }
    const parsed = createEndpointSchema.safeParse({
      ...createInput(current),
      name: current.name.trim() || 'Untitled',
      description: '',
    })
    setIncomplete(!parsed.success)
    if (parsed.success) return { source: 'form', endpoint: parsed.data }
    const [first] = parsed.error.issues
    for (const { path, message } of parsed.error.issues.toReversed()) {
      setError(path.join('.') as FieldPath<EndpointValues>, { type: 'test', message })
    }
    if (first) setFocus(first.path.join('.') as FieldPath<EndpointValues>)
    return null
  }

  return (
    <FormSection
      level={level}
      className={className}
      title="Test connection"
      description="Sends one request, with what is filled in here."
    >
      {incomplete && <Callout tone="warning">Fill in the marked fields first.</Callout>}
      <TestPanel
        subject={subject}
        edits={edits}
        lastTest={isSaved ? endpoint.lastTest : null}
        disabledReason={needsSecrets ? secretsNeeded(movedTo(values.baseUrl, endpoint)) : undefined}
      />
    </FormSection>
  )
}

function secretsNeeded(host: string | null): string {
  return host
    ? `Enter the secrets again to test with ${host}.`
    : 'Save first, or enter the secrets again: a stored secret is only ever sent with saved settings.'
}

function hasKeptSecret({ authentication, defaultHeaders }: EndpointValues): boolean {
  return (
    authenticationFields[authentication.type].some((part) => authentication[part] === null) ||
    defaultHeaders.some(({ value }) => value === null)
  )
}

/** How often anything but name and description was edited. Saving and loading are no edits. */
function useConnectionEdits(): number {
  const { subscribe } = useFormContext<EndpointValues>()
  const [edits, setEdits] = useState(0)
  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: ({ name }) => {
          if (name && name !== 'name' && name !== 'description') setEdits((count) => count + 1)
        },
      }),
    [subscribe],
  )
  return edits
}
