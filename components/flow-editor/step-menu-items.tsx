import { Copy, Trash2 } from 'lucide-react'
import { MenuItem, MenuSeparator } from '@/components/ui/menu'
import { useRemoveSelection } from './canvas/use-remove-selection'
import type { EditorNode } from './flow-document'
import { useEditorActions } from './use-editor'
import { useReadOnly } from './use-read-only'

/** The end of every menu of a step. */
export function StepMenuItems({ node }: { node: EditorNode }) {
  const actions = useEditorActions()
  const remove = useRemoveSelection()
  const refusal = useReadOnly()?.reason
  return (
    <>
      <MenuItem
        icon={<Copy aria-hidden />}
        shortcut="Mod+D"
        disabledReason={refusal ?? (node.type === 'start' ? 'A flow has one Start.' : undefined)}
        onClick={() => actions.duplicate([node.id])}
      >
        Duplicate step
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 aria-hidden />}
        shortcut="Delete"
        destructive
        disabledReason={refusal}
        onClick={() => {
          actions.select([node.id])
          remove('delete')
        }}
      >
        Delete step
      </MenuItem>
    </>
  )
}
