import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { flowQuery, flowsQuery } from '@/lib/flows/queries'

type Props = { flowId: string | null; onFlowChange: (flowId: string | null) => void }

/** One flow of the organization, or all of them. */
export function FlowFilter({ flowId, onFlowChange }: Props) {
  const { slug } = useOrganization()
  const flows = useInfiniteQuery(flowsQuery(slug, { search: '' }))
  const listed = flows.data?.pages.flatMap((page) => page.data) ?? []
  const inList = listed.find(({ id }) => id === flowId)
  // A link may name a flow that is far down in the list.
  const chosen = useQuery({
    ...flowQuery(slug, flowId ?? ''),
    enabled: flowId !== null && flows.isSuccess && inList === undefined,
  })
  return (
    <Combobox<{ id: string; name: string }>
      label="Flow"
      className="w-60 max-sm:w-full"
      placeholder="All flows"
      items={listed}
      value={inList ?? (flowId === null ? null : (chosen.data ?? null))}
      onValueChange={(flow) => onFlowChange(flow?.id ?? null)}
      itemKey={({ id }) => id}
      itemLabel={({ name }) => name}
      loading={flows.isPending || flows.isFetchingNextPage}
      clearable
      footer={() =>
        flows.hasNextPage ? (
          <Button variant="ghost" size="sm" onClick={() => void flows.fetchNextPage()}>
            Show more flows
          </Button>
        ) : null
      }
    />
  )
}
