import { useCurrentRun } from '@/components/runs/use-current-run'
import { useOrganization } from '@/components/shell/organization-context'

type ReadOnly = { reason: string; isRun: boolean }

/** Why the flow can’t be changed here, or `null` when it can. The server refuses on its own. */
export function useReadOnly(): ReadOnly | null {
  const { refusal } = useOrganization()
  const { isHistorical, title } = useCurrentRun()
  const refused = refusal('editor', 'change flows')
  if (refused) return { reason: refused, isRun: false }
  if (isHistorical) return { reason: `You’re viewing ${title ?? 'an earlier run'}.`, isRun: true }
  return null
}
