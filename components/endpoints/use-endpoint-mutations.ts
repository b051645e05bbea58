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
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (input: CreateEndpointInput) => unwrap(createEndpointAction(slug, input)),
    onSuccess: (endpoint) => refresh(endpoint),
  })
}

export function useUpdateEndpoint() {
  const { slug } = useOrganization()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (input: UpdateEndpointInput & { id: string }) => unwrap(updateEndpointAction(slug, input)),
    onSuccess: (endpoint) => refresh(endpoint),
  })
}

export function useDuplicateEndpoint() {
  const { slug } = useOrganization()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (id: string) => unwrap(duplicateEndpointAction(slug, { id })),
    onSuccess: (endpoint) => refresh(endpoint),
  })
}

export function useDeleteEndpoint() {
  const { slug } = useOrganization()
  const refresh = useRefreshDeleted()
  return useMutation({
    mutationFn: (id: string) => unwrap(deleteEndpointAction(slug, { id })),
    onSuccess: (_result, id) => refresh([id]),
  })
}

/** For several in a row: whoever deletes them refreshes the lists once, at the end. */
export function useDeleteEndpoints() {
  const { slug } = useOrganization()
  const refresh = useRefreshDeleted()
  const { mutateAsync: remove } = useMutation({
    mutationFn: (id: string) => unwrap(deleteEndpointAction(slug, { id })),
  })
  return { remove, refresh }
}

export function useRestoreEndpoint() {
  const { slug } = useOrganization()
  const refresh = useRefreshRestored()
  return useMutation({
    mutationFn: (input: RestoreEndpointInput) => unwrap(restoreEndpointAction(slug, input)),
    onSettled: (endpoint) => refresh(endpoint ? [endpoint] : []),
  })
}

/** For several in a row: whoever restores them refreshes the lists once, at the end. */
export function useRestoreEndpoints() {
  const { slug } = useOrganization()
  const refresh = useRefreshRestored()
  const { mutateAsync: restore } = useMutation({
    mutationFn: (input: RestoreEndpointInput) => unwrap(restoreEndpointAction(slug, input)),
  })
  return { restore, refresh }
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
  return (...endpoints: Endpoint[]) => {
    const ids = new Set(endpoints.map(({ id }) => id))
    for (const endpoint of endpoints) {
      queryClient.setQueryData(endpointKeys.detail(slug, endpoint.id), endpoint)
    }
    queryClient.setQueryData<Endpoint[]>(
      endpointKeys.list(slug),
      (list) => list && [...list.filter(({ id }) => !ids.has(id)), ...endpoints],
    )
    void queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
  }
}

function useRefreshDeleted() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return (ids: string[]) => {
    const deleted = new Set(ids)
    queryClient.setQueryData<Endpoint[]>(endpointKeys.list(slug), (list) =>
      list?.filter(({ id }) => !deleted.has(id)),
    )
    void queryClient.invalidateQueries({ queryKey: deletedKeys.list(slug) })
    return queryClient.invalidateQueries({ queryKey: endpointKeys.list(slug) })
  }
}

function useRefreshRestored() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const refresh = useRefresh()
  return (endpoints: Endpoint[]) => {
    if (endpoints.length > 0) {
      refresh(...endpoints)
      // Flows that name them have a problem less.
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
    }
    // After a refusal too: then somebody else was faster, or the time was over.
    return queryClient.invalidateQueries({ queryKey: deletedKeys.list(slug) })
  }
}
