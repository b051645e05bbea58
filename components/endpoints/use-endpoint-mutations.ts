import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { unwrap } from '@/lib/action-result'
import { deletedKeys } from '@/lib/deleted/queries'
import {
  createEndpointAction,
  deleteEndpointAction,
  duplicateEndpointAction,
  replaceEndpointAction,
  restoreEndpointAction,
  updateEndpointAction,
} from '@/lib/endpoints/actions'
import { endpointKeys } from '@/lib/endpoints/queries'
import { flowKeys } from '@/lib/flows/queries'
import { UnsavedFlowError } from './problem-of'
import type {
  CreateEndpointInput,
  Endpoint,
  RestoreEndpointInput,
  UpdateEndpointInput,
} from '@/lib/endpoints/schema'

/** Saves the flow that is open, before something changes it elsewhere; `false` when that failed. */
export type SaveFirst = () => Promise<boolean>

export function useCreateEndpoint() {
  const { slug } = useOrganization()
  return useMutation({
    mutationFn: (input: CreateEndpointInput) => unwrap(createEndpointAction(slug, input)),
    onSuccess: useRefresh(),
  })
}

export function useUpdateEndpoint() {
  const { slug } = useOrganization()
  return useMutation({
    mutationFn: (input: UpdateEndpointInput & { id: string }) => unwrap(updateEndpointAction(slug, input)),
    onSuccess: useRefresh(),
  })
}

export function useDuplicateEndpoint() {
  const { slug } = useOrganization()
  return useMutation({
    mutationFn: (id: string) => unwrap(duplicateEndpointAction(slug, { id })),
    onSuccess: useRefresh(),
  })
}

export function useDeleteEndpoint() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(deleteEndpointAction(slug, { id })),
    onSuccess: (_result, id) => {
      queryClient.setQueryData<Endpoint[]>(endpointKeys.list(slug), (list) =>
        list?.filter((endpoint) => endpoint.id !== id),
      )
      void queryClient.invalidateQueries({ queryKey: deletedKeys.list(slug) })
      return queryClient.invalidateQueries({ queryKey: endpointKeys.list(slug) })
    },
  })
}

export function useRestoreEndpoint() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (input: RestoreEndpointInput) => unwrap(restoreEndpointAction(slug, input)),
    onSuccess: (endpoint) => {
      refresh(endpoint)
      // Flows that name it have a problem less.
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
    },
    // After a refusal too: then somebody else was faster, or the time was over.
    onSettled: () => queryClient.invalidateQueries({ queryKey: deletedKeys.list(slug) }),
  })
}

/**
 * Deletes an endpoint after every flow that used it has been given another. One that is open takes that
 * over as long as it has nothing unsaved, so it goes through `saveFirst`.
 */
export function useReplaceEndpoint(saveFirst?: SaveFirst) {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (input: { id: string; with: string }) => {
      if (saveFirst && !(await saveFirst())) throw new UnsavedFlowError()
      return unwrap(replaceEndpointAction(slug, input))
    },
    onSuccess: (_replacement, { id }) => {
      queryClient.setQueryData<Endpoint[]>(endpointKeys.list(slug), (list) =>
        list?.filter((endpoint) => endpoint.id !== id),
      )
      return Promise.all([
        queryClient.invalidateQueries({ queryKey: flowKeys.all(slug) }),
        queryClient.invalidateQueries({ queryKey: endpointKeys.list(slug) }),
        queryClient.invalidateQueries({ queryKey: deletedKeys.list(slug) }),
      ])
    },
  })
}

/**
 * Puts the answer where lists and pickers read it at once, then lets them ask again: a picker that
 * selects a new endpoint must find it in the list.
 */
function useRefresh() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return (endpoint: Endpoint) => {
    queryClient.setQueryData(endpointKeys.detail(slug, endpoint.id), endpoint)
    queryClient.setQueryData<Endpoint[]>(
      endpointKeys.list(slug),
      (list) => list && [...list.filter(({ id }) => id !== endpoint.id), endpoint],
    )
    void queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
  }
}
