import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { createFlowAction, deleteFlowAction, duplicateFlowAction } from '@/lib/flows/actions'
import { flowKeys } from '@/lib/flows/queries'

function failed(title: string) {
  return (error: Error) => showToast({ title, description: error.message, tone: 'danger' })
}

/** Makes an empty flow and opens it. */
export function useCreateFlow() {
  const { slug, href } = useOrganization()
  const router = useRouter()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: { name: string; description: string }) => unwrap(createFlowAction(slug, input)),
    onSuccess: (flow) => {
      queryClient.setQueryData(flowKeys.detail(slug, flow.id), flow)
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      router.push(href(`/flows/${flow.id}`))
    },
    onError: failed('Couldn’t create the flow'),
  })
}

/** Copies a flow's draft. The copy is offered, not opened. */
export function useDuplicateFlow() {
  const { slug, href } = useOrganization()
  const router = useRouter()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(duplicateFlowAction(slug, { id })),
    onSuccess: (copy) => {
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      showToast({
        title: 'Flow duplicated',
        description: copy.name,
        action: { label: 'Open copy', onClick: () => router.push(href(`/flows/${copy.id}`)) },
      })
    },
    onError: failed('Couldn’t duplicate the flow'),
  })
}

export function useDeleteFlow() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(deleteFlowAction(slug, { id })),
    onSuccess: (_, id) => {
      queryClient.removeQueries({ queryKey: flowKeys.detail(slug, id) })
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      showToast({ title: 'Flow deleted' })
    },
    onError: failed('Couldn’t delete the flow'),
  })
}
