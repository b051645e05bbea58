import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { AdoptedFlow, FlowFile } from '@/lib/flows/flow-file'

export type ReadFlow = FlowFile & AdoptedFlow

/** Reads a flow from a file and judges it by the endpoints that are here. Nothing is made yet. */
export function useReadFlowFile() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (file: File): Promise<ReadFlow> => {
      // It brings the judging of templates along, which lists don't need.
      const { refuseLargeFile, parseFlowFile, adoptDefinition } = await import('@/lib/flows/flow-file')
      refuseLargeFile(file.size)
      const flow = parseFlowFile(await file.text())
      const endpoints = await queryClient.fetchQuery(endpointsQuery(slug))
      return { ...flow, ...adoptDefinition(flow.definition, endpoints) }
    },
  })
}
