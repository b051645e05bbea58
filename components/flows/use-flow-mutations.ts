import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { deletedKeys } from '@/lib/deleted/queries'
import {
  createFlowAction,
  deleteFlowAction,
  duplicateFlowAction,
  restoreFlowAction,
} from '@/lib/flows/actions'
import { endpointKeys } from '@/lib/endpoints/queries'
import { flowKeys } from '@/lib/flows/queries'
import type { CreateFlowInput, Flow } from '@/lib/flows/schema'

function failed(title: string) {
  return (error: Error) => showToast({ title, description: error.message, tone: 'danger' })
}

/** Makes a flow, empty unless a definition is given, and opens it. */
export function useCreateFlow() {
  const { slug, href } = useOrganization()
  const router = useRouter()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: CreateFlowInput) => unwrap(createFlowAction(slug, input)),
    onSuccess: (flow) => {
      queryClient.setQueryData(flowKeys.detail(slug, flow.id), flow)
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      // Endpoints tell how many flows use them.
      if (flow.endpoints.length > 0) {
        void queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
      }
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

/** Deletes a flow, and offers to take that back for a moment. */
export function useDeleteFlow() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const restoreFlow = useRestoreFlow()
  return useMutation({
    mutationFn: (id: string) => unwrap(deleteFlowAction(slug, { id })),
    onSuccess: (_, id) => {
      queryClient.removeQueries({ queryKey: flowKeys.detail(slug, id) })
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      void queryClient.invalidateQueries({ queryKey: deletedKeys.list(slug) })
      showToast({
        title: 'Flow deleted',
        action: { label: 'Undo', onClick: () => restoreFlow.mutate(id) },
      })
    },
    onError: failed('Couldn’t delete the flow'),
  })
}

export function useRestoreFlow() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(restoreFlowAction(slug, { id })),
    onSuccess: (flow) => {
      queryClient.setQueryData(flowKeys.detail(slug, flow.id), flow)
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      // Who uses which of them has changed.
      void queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
      showToast({ title: 'Flow restored', description: problemsOf(flow) })
    },
    onError: failed('Couldn’t restore the flow'),
    // After a refusal too: then somebody else was faster, or the time was over.
    onSettled: () => queryClient.invalidateQueries({ queryKey: deletedKeys.list(slug) }),
  })
}

/** What became of its endpoints meanwhile. */
function problemsOf({ problems }: Flow): string | undefined {
  const isGone = problems.some(({ code }) => code === 'endpoint_deleted')
  return isGone ? 'An endpoint that it uses is no longer available.' : undefined
}
