import { useEditorProblems } from '@/components/flow-editor/editor-problems'
import { useOrganization } from '@/components/shell/organization-context'
import { plural } from '@/lib/format'

/** Why this flow can't be run right now, for the buttons that would; `undefined` when it can. */
export function useRunRefusal(): string | undefined {
  const { refusal } = useOrganization()
  const errors = useEditorProblems().filter((problem) => problem.severity === 'error').length
  return (
    refusal('editor', 'run flows') ??
    (errors > 0 ? `Fix ${plural(errors, 'problem', 'problems')} first.` : undefined)
  )
}
