import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { publishFlowAction } from '@/lib/flows/actions'
import { flowKeys } from '@/lib/flows/queries'
import { plural } from '@/lib/format'
import { useEditorProblems } from './editor-problems'
import { useDirty, useEditor, useEditorActions, useEditorStore, useSaveNow } from './use-editor'
import { useReadOnly } from './use-read-only'

/** Makes the draft what triggers run. `isCurrent` says that they run exactly what is on screen. */
export function usePublish() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const store = useEditorStore()
  const actions = useEditorActions()
  const saveNow = useSaveNow()
  const dirty = useDirty()
  const published = useEditor((state) => state.published)
  const version = useEditor((state) => state.version)
  const readOnly = useReadOnly()
  const errors = useEditorProblems().filter((problem) => problem.severity === 'error').length

  const publish = useMutation({
    mutationFn: async () => {
      if (!(await saveNow())) throw new Error('The latest changes couldn’t be saved.')
      const state = store.getState()
      return unwrap(publishFlowAction(slug, { id: state.flowId, version: state.version }))
    },
    onSuccess: (flow) => {
      actions.markPublished(flow)
      queryClient.setQueryData(flowKeys.detail(slug, flow.id), flow)
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      showToast({ title: 'Flow published', description: `Version ${flow.published?.number}` })
    },
    onError: (error) =>
      showToast({ title: 'Couldn’t publish the flow', description: error.message, tone: 'danger' }),
  })

  const isCurrent = published !== null && published.draftVersion === version && !dirty
  const refusal =
    readOnly?.reason ??
    (errors > 0 ? `Fix ${plural(errors, 'problem', 'problems')} first.` : undefined) ??
    (isCurrent ? `Version ${published.number} is this draft.` : undefined)
  return { publish: publish.mutate, isPublishing: publish.isPending, published, isCurrent, refusal }
}
