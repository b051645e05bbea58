import { ClipboardCopy, Copy, Scissors, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { plural } from '@/lib/format'
import { useClipboardButtons } from '../canvas/use-clipboard-buttons'
import { useRemoveSelection } from '../canvas/use-remove-selection'
import type { EditorNode } from '../flow-document'
import { stepName } from '../step-types'
import { ArrangeButtons } from './arrange-buttons'
import { useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

export function SeveralSteps({ nodes }: { nodes: EditorNode[] }) {
  const actions = useEditorActions()
  const clipboard = useClipboardButtons()
  const remove = useRemoveSelection()
  const reason = useReadOnly()?.reason
  const ids = nodes.map(({ id }) => id)
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 overflow-y-auto p-4">
      <h2 className="font-medium">{plural(nodes.length, 'step', 'steps')} selected</h2>
      <div className="flex flex-wrap gap-2">
        <Button icon={<ClipboardCopy size={14} aria-hidden />} onClick={() => void clipboard.copy()}>
          Copy steps
        </Button>
        <Button
          icon={<Scissors size={14} aria-hidden />}
          disabledReason={reason}
          onClick={() => void clipboard.cut()}
        >
          Cut steps
        </Button>
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
          onClick={() => remove('delete')}
        >
          Delete steps
        </Button>
      </div>
      <ArrangeButtons nodes={nodes} />
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
