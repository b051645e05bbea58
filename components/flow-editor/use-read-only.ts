import { useCurrentRun } from '@/components/runs/use-current-run'
import { useOrganization } from '@/components/shell/organization-context'
import { useEditor } from './use-editor'

type ReadOnly = { reason: string; isRun: boolean }

/** Why the flow can’t be changed here, or `null` when it can. The server refuses on its own. */
export function useReadOnly(): ReadOnly | null {
  const { refusal } = useOrganization()
  const { isHistorical, title } = useCurrentRun()
  const phase = useEditor((state) => state.savePhase)
  const refused =
    refusal('editor', 'change flows') ??
    (phase.type === 'refused' ? `${phase.message} Export the flow to keep them.` : undefined)
  if (refused) return { reason: refused, isRun: false }
  if (isHistorical) return { reason: `You’re viewing ${title ?? 'an earlier run'}.`, isRun: true }
  return null
}
