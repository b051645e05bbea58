'use client'

import { Copy, Ellipsis, FolderOpen, Hash, PlugZap, Trash2 } from 'lucide-react'
import { useOrganization } from '@/components/shell/organization-context'
import { copyText } from '@/components/ui/copy-text'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { showToast } from '@/components/ui/toast'
import type { Endpoint } from '@/lib/endpoints/schema'
import { problemOf } from './problem-of'
import { useDuplicateEndpoint } from './use-endpoint-mutations'

type EndpointMenuProps = {
  endpoint: Endpoint
  /** “Open” on the list, “Edit” in the drawer; absent where it is open. */
  open?: { label: string; onClick: () => void }
  onTest?: () => void
  onDelete: () => void
  onDuplicated?: (copy: Endpoint) => void
}

/** Everything that can be done to one endpoint. What is not allowed stays in place and says why. */
export function EndpointMenu({ endpoint, open, onTest, onDelete, onDuplicated }: EndpointMenuProps) {
  const { refusal } = useOrganization()
  const duplicate = useDuplicateEndpoint()

  async function copy() {
    try {
      const made = await duplicate.mutateAsync(endpoint.id)
      showToast({ title: 'Endpoint duplicated', description: made.name })
      onDuplicated?.(made)
    } catch (error) {
      const { message } = problemOf(error)
      showToast({ title: 'Couldn’t duplicate the endpoint', description: message, tone: 'danger' })
    }
  }

  async function copyId() {
    if (await copyText(endpoint.id)) showToast({ title: 'Id copied' })
  }

  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Actions for ${endpoint.name}`} size="sm" loading={duplicate.isPending}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      {open && (
        <MenuItem icon={<FolderOpen aria-hidden />} onClick={open.onClick}>
          {open.label}
        </MenuItem>
      )}
      {onTest && (
        <MenuItem
          icon={<PlugZap aria-hidden />}
          onClick={onTest}
          disabledReason={refusal('editor', 'test endpoints')}
        >
          Test
        </MenuItem>
      )}
      <MenuItem
        icon={<Copy aria-hidden />}
        onClick={() => void copy()}
        disabledReason={refusal('admin', 'duplicate endpoints')}
      >
        Duplicate
      </MenuItem>
      <MenuItem icon={<Hash aria-hidden />} onClick={() => void copyId()}>
        Copy id
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 aria-hidden />}
        destructive
        onClick={onDelete}
        disabledReason={refusal('admin', 'delete endpoints')}
      >
        Delete
      </MenuItem>
    </Menu>
  )
}
