'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Copy, Ellipsis, FileDown, History, Play, SquarePen, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { showToast } from '@/components/ui/toast'
import { flowQuery } from '@/lib/flows/queries'
import type { FlowSummary } from '@/lib/flows/schema'
import { DeleteFlowDialog } from './delete-flow-dialog'
import { exportFlow } from './export-flow'
import { useDuplicateFlow } from './use-flow-mutations'

export function FlowMenu({ flow }: { flow: FlowSummary }) {
  const { slug, href, refusal } = useOrganization()
  const router = useRouter()
  const queryClient = useQueryClient()
  const duplicateFlow = useDuplicateFlow()
  const [deleting, setDeleting] = useState(false)
  const mayNotEdit = refusal('editor', 'change flows')

  async function exportIt() {
    try {
      exportFlow(await queryClient.fetchQuery({ ...flowQuery(slug, flow.id), staleTime: 0 }))
    } catch (error) {
      const description = error instanceof Error ? error.message : undefined
      showToast({ title: 'Couldn’t export the flow', description, tone: 'danger' })
    }
  }

  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={`Actions for ${flow.name}`} size="sm">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuLink icon={<SquarePen aria-hidden />} href={href(`/flows/${flow.id}`)}>
          Open
        </MenuLink>
        <MenuItem
          icon={<Play aria-hidden />}
          disabledReason={refusal('editor', 'run flows')}
          onClick={() => router.push(href(`/flows/${flow.id}?panel=start`))}
        >
          Run flow
        </MenuItem>
        <MenuLink icon={<History aria-hidden />} href={href(`/runs?flow=${flow.id}`)}>
          Show runs
        </MenuLink>
        <MenuItem
          icon={<Copy aria-hidden />}
          disabledReason={mayNotEdit}
          onClick={() => duplicateFlow.mutate(flow.id)}
        >
          Duplicate flow
        </MenuItem>
        <MenuItem icon={<FileDown aria-hidden />} onClick={() => void exportIt()}>
          Export as JSON
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          destructive
          disabledReason={mayNotEdit}
          onClick={() => setDeleting(true)}
        >
          Delete flow
        </MenuItem>
      </Menu>
      <DeleteFlowDialog flow={flow} open={deleting} onOpenChange={setDeleting} />
    </>
  )
}
