import { type KeyboardEvent, useState } from 'react'
import { Input } from '@/components/ui/input'
import { CopyButton } from '@/components/ui/copy-button'
import { isKnownNode } from '@/lib/flows/schema'
import type { EditorNode } from '../flow-document'
import { stepName, stepType } from '../step-types'
import { useEditorActions } from '../use-editor'
import { RunStepButton } from './run-step-button'
import { useStepForm } from './step-context'
import { StepMenu } from './step-menu'
import { useCommitOnLeave } from './use-commit-on-leave'

/** The step’s kind and name. A new name is taken over on Enter or on leaving, because references follow it. */
export function StepHeader({ node }: { node: EditorNode }) {
  const actions = useEditorActions()
  const { readOnly, problemAt } = useStepForm()
  const { icon: Icon, name: kind } = stepType(node.type)
  const name = stepName(node)
  const [draft, setDraft] = useState<string | null>(null)
  const known = isKnownNode(node)
  const keyProblem = problemAt('key')

  /** @returns whether the name is another one now */
  function commit(): boolean {
    const renamed = draft !== null && draft.trim() !== '' && draft.trim() !== name
    if (renamed) actions.renameStep(node.id, draft)
    setDraft(null)
    return renamed
  }
  useCommitOnLeave(draft !== null, commit)

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') commit()
    else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation()
      setDraft(null)
    }
  }

  return (
    <header className="flex shrink-0 flex-col gap-1 px-4 pt-3 pb-2">
      <div className="flex items-center gap-2">
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <h2 className="text-xs font-medium text-muted">{kind}</h2>
        <div className="ml-auto flex items-center max-xl:mr-7">
          {known && node.type !== 'start' && <RunStepButton nodeId={node.id} />}
          <StepMenu node={node} />
        </div>
      </div>
      <Input
        id="step-name"
        aria-label="Name of this step"
        className="text-base font-medium"
        maxLength={80}
        value={draft ?? name}
        readOnly={readOnly || !known}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {known && node.type !== 'start' && node.type !== 'end' && (
        <p className="flex items-center gap-1 text-xs text-muted">
          In templates: <code className="truncate font-mono">steps.{node.data.key}</code>
          <CopyButton value={`steps.${node.data.key}`} label="Copy reference" />
        </p>
      )}
      {keyProblem && <p className="text-sm text-danger">{keyProblem}</p>}
    </header>
  )
}
