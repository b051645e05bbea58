import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { Plug, Workflow } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { hostOf } from '@/components/endpoints/host-of'
import { useOrganization } from '@/components/shell/organization-context'
import { endpointsQuery } from '@/lib/endpoints/queries'
import { flowQuery, flowsQuery } from '@/lib/flows/queries'
import { thingId, useOpenedThings } from './opened-things'
import type { PaletteItem } from './palette-item'
import type { PaletteLoading } from './palette-news'

type Named = { id: string; name: string }

/** As the list of flows asks for them, so that both have the same answer. */
const latest = { search: '', sort: 'updated', order: 'desc' } as const

/** The organization's flows and endpoints, fetched when the palette opens. */
export function usePaletteThings(query: string): PaletteLoading & {
  things: PaletteItem[]
  /** What was opened last on this device, without what is open now. */
  opened: PaletteItem[]
  /** Each flow, to be run. */
  runnable: PaletteItem[]
} {
  const { slug, href } = useOrganization()
  const pathname = usePathname()
  const openedIds = useOpenedThings(slug)
  const endpoints = useQuery(endpointsQuery(slug))
  const recentFlows = useInfiniteQuery(flowsQuery(slug, latest))
  const search = query.trim()
  // Where there are more than come at once, the server looks for the rest.
  const foundFlows = useInfiniteQuery({
    ...flowsQuery(slug, { ...latest, search }),
    enabled: recentFlows.hasNextPage && search !== '',
  })
  const listed: Named[] = [recentFlows, foundFlows].flatMap(
    ({ data }) => data?.pages.flatMap((page) => page.data) ?? [],
  )
  const unlisted = recentFlows.hasNextPage
    ? openedIds.flatMap((id) => {
        const [kind, flowId = ''] = id.split('/')
        return kind === 'flow' && !listed.some((flow) => flow.id === flowId) ? [flowId] : []
      })
    : []
  const openedFlows = useQueries({ queries: unlisted.map((id) => flowQuery(slug, id)) })
  const flows = [...listed, ...openedFlows.flatMap(({ data }) => data ?? [])]

  const flowItems = flows.map(({ id, name }): PaletteItem => ({
    id: thingId('flow', id),
    group: 'Flows',
    label: name,
    icon: Workflow,
    action: { href: href(`/flows/${id}`) },
  }))
  const endpointItems = (endpoints.data ?? []).map(({ id, name, baseUrl }): PaletteItem => ({
    id: thingId('endpoint', id),
    group: 'API Endpoints',
    label: name,
    detail: hostOf(baseUrl),
    icon: Plug,
    action: { href: href(`/endpoints/${id}`) },
  }))
  const things = [...flowItems, ...endpointItems]
  const failed = [endpoints, recentFlows, foundFlows].filter(({ isError }) => isError)
  return {
    things,
    opened: openedIds.flatMap((opened) => {
      const thing = things.find(({ id }) => id === opened)
      const isHere = thing && 'href' in thing.action && thing.action.href === pathname
      return thing && !isHere ? [{ ...thing, group: 'Recent' as const }] : []
    }),
    runnable: flowItems.map((item, index) => ({
      ...item,
      action: { href: href(`/flows/${flows[index]?.id}?panel=start`) },
    })),
    isLoading: [endpoints, recentFlows, foundFlows].some((asked) => asked.isLoading),
    problem: failed[0]?.error?.message ?? null,
    retry: () => {
      for (const { refetch } of failed) void refetch()
    },
  }
}
