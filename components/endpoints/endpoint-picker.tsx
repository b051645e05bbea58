'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'
import { EndpointDialog } from './endpoint-dialog'
import { EndpointOption } from './endpoint-option'
import { EndpointStatusBadge } from './endpoint-status-badge'
import { hostOf } from './host-of'
import { problemOf } from './problem-of'
import { recentFirst, rememberEndpoint, useRecentEndpoints } from './recent-endpoints'

type EndpointPickerProps = {
  /** `null` while none is chosen. */
  value: string | null
  onChange: (endpointId: string | null) => void
  error?: string
  disabled?: boolean
}

/** Which endpoint an API Call uses; a new one is a button away, and the flow stays where it is. */
export function EndpointPicker({ value, onChange, error, disabled }: EndpointPickerProps) {
  const { slug, can, refusal } = useOrganization()
  const query = useQuery(endpointsQuery(slug))
  const recent = useRecentEndpoints(slug)
  const [typed, setTyped] = useState('')
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const editButton = useRef<HTMLButtonElement>(null)
  const returnFocus = useRef<HTMLElement>(null)

  const endpoints = query.data ?? []
  const chosen = endpoints.find((endpoint) => endpoint.id === value) ?? null
  const isGone = value !== null && query.isSuccess && !chosen
  const mayNotAdd = refusal('admin', 'add endpoints')

  function choose(endpoint: Endpoint | null) {
    setTyped('')
    if (endpoint) rememberEndpoint(slug, endpoint.id)
    onChange(endpoint?.id ?? null)
  }

  function open(kind: 'new' | 'edit') {
    returnFocus.current = kind === 'new' ? addButton.current : editButton.current
    setDialog(kind)
  }

  /** Only what is typed counts; the combobox also writes names into the input by itself. */
  function onInput(event: FormEvent) {
    if (event.target instanceof HTMLInputElement) setTyped(event.target.value)
  }

  return (
    <div onInput={onInput} className="flex min-w-0 flex-col gap-2">
      {isGone && <Callout tone="danger">This endpoint is no longer available. Choose another.</Callout>}
      {query.isError && !query.data && (
        <Callout
          tone="danger"
          title="Couldn’t load the endpoints"
          actions={
            <Button size="sm" onClick={() => void query.refetch()}>
              Retry
            </Button>
          }
        >
          {problemOf(query.error).message}
        </Callout>
      )}
      {query.isSuccess && endpoints.length === 0 ? (
        <p className="font-medium">Choose an API endpoint</p>
      ) : (
        <Field label="Endpoint" error={error} description={chosen && <Chosen endpoint={chosen} />}>
          <Combobox
            items={recentFirst(endpoints, recent)}
            value={chosen}
            onValueChange={choose}
            itemKey={(endpoint) => endpoint.id}
            itemLabel={(endpoint) => endpoint.name}
            search={(endpoint) => `${endpoint.name} ${endpoint.baseUrl}`}
            renderItem={(endpoint) => <EndpointOption endpoint={endpoint} />}
            placeholder={isGone ? 'Choose another endpoint' : 'Choose an API endpoint'}
            empty={typed.trim() ? `No endpoint matches “${typed.trim()}”` : 'No endpoints'}
            loading={query.isPending}
            disabled={disabled}
            inputRef={input}
          />
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        {chosen && (
          <Button ref={editButton} size="sm" onClick={() => open('edit')}>
            {can('admin') ? 'Edit' : 'View'}
          </Button>
        )}
        <Button
          ref={addButton}
          size="sm"
          icon={<Plus aria-hidden />}
          disabled={disabled && !mayNotAdd}
          disabledReason={mayNotAdd}
          onClick={() => open('new')}
        >
          {endpoints.length === 0 ? 'Add endpoint' : 'Add'}
        </Button>
      </div>
      <EndpointDialog
        key={dialog === 'edit' ? chosen?.id : 'new'}
        open={dialog !== null}
        onOpenChange={(next) => {
          if (!next) setDialog(null)
        }}
        initialName={typed.trim()}
        endpointId={dialog === 'edit' ? chosen?.id : undefined}
        returnFocusRef={returnFocus}
        onSaved={(endpoint) => {
          if (dialog !== 'new') return
          choose(endpoint)
          returnFocus.current = input.current
        }}
      />
    </div>
  )
}

function Chosen({ endpoint }: { endpoint: Endpoint }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="min-w-0 truncate font-mono">{hostOf(endpoint.baseUrl)}</span>
      <EndpointStatusBadge endpoint={endpoint} />
    </span>
  )
}
