'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { showToast } from '@/components/ui/toast'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { EndpointOption } from './endpoint-option'
import { EndpointUses } from './endpoint-uses'
import { problemOf } from './problem-of'
import { type SaveFirst, useReplaceEndpoint } from './use-endpoint-mutations'

type ReplaceEndpointDialogProps = {
  endpoint: Endpoint
  saveFirst?: SaveFirst
  onClose: () => void
  onReplaced?: () => void
}

/** The way out for an endpoint in use: another takes its place in every flow, and then it is deleted. */
export function ReplaceEndpointDialog({
  endpoint,
  saveFirst,
  onClose,
  onReplaced,
}: ReplaceEndpointDialogProps) {
  const { slug } = useOrganization()
  const { data, isPending } = useQuery(endpointsQuery(slug))
  const replace = useReplaceEndpoint(saveFirst)
  const [replacement, setReplacement] = useState<Endpoint | null>(null)
  const others = (data ?? []).filter(({ id }) => id !== endpoint.id)
  const count = endpoint.usedBy > 0 ? plural(endpoint.usedBy, 'flow', 'flows') : 'a flow'

  async function confirm() {
    if (!replacement) return
    try {
      await replace.mutateAsync({ id: endpoint.id, with: replacement.id })
    } catch {
      return // shown below
    }
    showToast({ title: `Endpoint replaced by “${replacement.name}” and deleted` })
    onClose()
    onReplaced?.()
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`“${endpoint.name}” is used by ${count}`}
      description="Choose the endpoint that these steps use instead, in drafts and in published versions. Then this one is deleted, and its secrets are removed for good."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="danger"
            loading={replace.isPending}
            disabledReason={replacement ? undefined : 'Choose an endpoint first.'}
            onClick={() => void confirm()}
          >
            Replace and delete
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div>
          <EndpointUses endpointId={endpoint.id} />
        </div>
        <Field label="Replace with">
          <Combobox
            items={others}
            value={replacement}
            onValueChange={setReplacement}
            itemKey={(other) => other.id}
            itemLabel={(other) => other.name}
            search={(other) => `${other.name} ${other.baseUrl}`}
            renderItem={(other) => <EndpointOption endpoint={other} />}
            placeholder="Choose an API endpoint"
            empty={others.length === 0 ? 'There is no other endpoint yet' : 'No endpoint matches'}
            loading={isPending}
          />
        </Field>
        {replace.isError && (
          <Callout tone="danger" role="alert" title="Couldn’t replace the endpoint">
            {problemOf(replace.error).message}
          </Callout>
        )}
      </div>
    </Dialog>
  )
}
