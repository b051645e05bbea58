import { ClipboardCopy, Ellipsis, Scissors } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useClipboardButtons } from '../canvas/use-clipboard-buttons'
import type { EditorNode } from '../flow-document'
import { StepMenuItems } from '../step-menu-items'
import { useReadOnly } from '../use-read-only'

/** What the keys of the canvas do with the selected step, for those who don’t use them. */
export function StepMenu({ node }: { node: EditorNode }) {
  const clipboard = useClipboardButtons()
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
      <StepMenuItems node={node} />
    </Menu>
  )
}
