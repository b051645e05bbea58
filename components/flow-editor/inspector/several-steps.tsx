import { Copy, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { plural } from '@/lib/format'
import type { EditorNode } from '../flow-document'
import { stepName } from '../step-types'
import { useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

export function SeveralSteps({ nodes }: { nodes: EditorNode[] }) {
  const actions = useEditorActions()
  const reason = useReadOnly()?.reason
  const ids = nodes.map(({ id }) => id)
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 overflow-y-auto p-4">
      <h2 className="font-medium">{plural(nodes.length, 'step', 'steps')} selected</h2>
      <div className="flex gap-2">
        <Button
          icon={<Copy size={14} aria-hidden />}
          disabledReason={reason}
          onClick={() => actions.duplicate(ids)}
        >
          Duplicate steps
        </Button>
        <Button
          icon={<Trash2 size={14} aria-hidden />}
          disabledReason={reason}
          onClick={() => actions.removeNodes(ids)}
        >
          Delete steps
        </Button>
      </div>
      <ul className="flex flex-col">
        {nodes.map((node) => (
          <li key={node.id}>
            <button
              type="button"
              className="w-full truncate rounded-md px-2 py-1.5 text-left hover:bg-subtle"
              onClick={() => actions.select([node.id])}
            >
              {stepName(node)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
