import { ClipboardCopy, Copy, Ellipsis, Scissors, Trash2 } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { useClipboardButtons } from '../canvas/use-clipboard-buttons'
import { useRemoveSelection } from '../canvas/use-remove-selection'
import type { EditorNode } from '../flow-document'
import { useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

/** What the keys of the canvas do with the selected step, for those who don’t use them. */
export function StepMenu({ node }: { node: EditorNode }) {
  const actions = useEditorActions()
  const clipboard = useClipboardButtons()
  const remove = useRemoveSelection()
  const refusal = useReadOnly()?.reason
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Step actions" size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<ClipboardCopy aria-hidden />} shortcut="Mod+C" onClick={() => void clipboard.copy()}>
        Copy step
      </MenuItem>
      <MenuItem
        icon={<Scissors aria-hidden />}
        shortcut="Mod+X"
        disabledReason={refusal}
        onClick={() => void clipboard.cut()}
      >
        Cut step
      </MenuItem>
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
        onClick={() => remove('delete')}
      >
        Delete step
      </MenuItem>
    </Menu>
  )
}
