'use client'

import { GripVertical, Plus } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import type { Endpoint } from '@/lib/endpoints/schema'
import { useOrganization } from '@/components/shell/organization-context'
import { shortAuthenticationNames } from './authentication-names'
import { startEndpointDrag } from './endpoint-drag'
import { EndpointMenu } from './endpoint-menu'
import { EndpointStatusBadge } from './endpoint-status-badge'
import { hostOf } from './host-of'
import { UsedByButton } from './used-by-button'

type ResourceRowProps = {
  endpoint: Endpoint
  onEdit: () => void
  onTest: () => void
  onDelete: () => void
  onUseInSelectedStep?: (endpointId: string) => void
  onAddStep?: (endpointId: string) => void
}

/** One endpoint in the drawer: its name opens it, “+” or dragging it onto the canvas makes an API Call of it. */
export function ResourceRow(props: ResourceRowProps) {
  const { endpoint, onEdit, onTest, onDelete, onUseInSelectedStep, onAddStep } = props
  const { can } = useOrganization()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- “+” does the same without dragging
    <li
      draggable={onAddStep !== undefined}
      onDragStart={(event) => startEndpointDrag(event, endpoint.id)}
      className="group relative rounded-md py-1.5 pr-2 pl-6 hover:bg-subtle"
    >
      {onAddStep && (
        <GripVertical
          aria-hidden
          className="absolute top-3 left-1 size-4 cursor-grab text-faint opacity-0 group-hover:opacity-100"
        />
      )}
      <div className="flex items-center gap-1">
        <button
          type="button"
          id={`endpoint-${endpoint.id}`}
          onClick={onEdit}
          className="min-w-0 flex-1 rounded-sm text-left"
        >
          <span className="flex min-w-0 items-center gap-1.5">
            <span className="truncate font-medium">{endpoint.name}</span>
            {endpoint.isDemo && <Badge>Demo</Badge>}
          </span>
          <span className="block truncate font-mono text-xs text-muted">{hostOf(endpoint.baseUrl)}</span>
        </button>
        {onAddStep && (
          <IconButton
            label={`Add API Call with ${endpoint.name}`}
            size="sm"
            onClick={() => onAddStep(endpoint.id)}
          >
            <Plus aria-hidden />
          </IconButton>
        )}
        <EndpointMenu
          endpoint={endpoint}
          open={{ label: can('admin') ? 'Edit' : 'View', onClick: onEdit }}
          onTest={onTest}
          onDelete={onDelete}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 text-xs">
        <span className="text-muted">{shortAuthenticationNames[endpoint.authentication.type]}</span>
        <EndpointStatusBadge endpoint={endpoint} withAge />
        <UsedByButton endpoint={endpoint} className="text-xs" />
      </div>
      {onUseInSelectedStep && (
        <Button
          size="sm"
          className="mt-1"
          aria-label={`Use ${endpoint.name} in selected step`}
          onClick={() => onUseInSelectedStep(endpoint.id)}
        >
          Use in selected step
        </Button>
      )}
    </li>
  )
}
