import { Cable, Ellipsis, Play } from 'lucide-react'
import { useOrganization } from '@/components/shell/organization-context'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useCanvasStore } from '../canvas/canvas-provider'
import { type EditorNode, outputsOf } from '../flow-document'
import { StepMenuItems } from '../step-menu-items'
import { stepName } from '../step-types'
import { useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

/** What can be done with a step besides choosing it. */
export function StepRowMenu({ node }: { node: EditorNode }) {
  const canvas = useCanvasStore()
  const actions = useEditorActions()
  const refusal = useReadOnly()?.reason
  const { refusal: roleRefusal } = useOrganization()
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Actions for ${stepName(node)}`} className="mt-1">
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      {node.type !== 'start' && (
        <MenuItem
          icon={<Play aria-hidden />}
          disabledReason={roleRefusal('editor', 'run flows')}
          onClick={() => {
            actions.select([node.id])
            canvas.setState({ stepToRun: node.id })
          }}
        >
          Run this step only
        </MenuItem>
      )}
      {outputsOf(node).length > 0 && (
        <MenuItem
          icon={<Cable aria-hidden />}
          disabledReason={refusal}
          onClick={() => canvas.setState({ connectDialogFor: node.id })}
        >
          Connect…
        </MenuItem>
      )}
      <StepMenuItems node={node} />
    </Menu>
  )
}
