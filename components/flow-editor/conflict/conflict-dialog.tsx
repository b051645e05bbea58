'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { useLocale } from '@/components/ui/locale-context'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { createFlowAction } from '@/lib/flows/actions'
import { flowKeys } from '@/lib/flows/queries'
import { type Flow, flowLimits } from '@/lib/flows/schema'
import { useCanvas, useCanvasStore } from '../canvas/canvas-provider'
import { documentFromFlow, documentOf } from '../editor-store'
import type { FlowDocument } from '../flow-document'
import { useEditor, useEditorActions, useEditorStore, useSaveNow } from '../use-editor'
import { ChangeList } from './change-list'
import { compareFlows } from './compare-flows'

/** Two people changed the same flow: both sides, and three ways on of which none loses anything. */
export function ConflictDialog() {
  const phase = useEditor((state) => state.savePhase)
  return phase.type === 'conflict' ? <Conflict theirs={phase.theirs} /> : null
}

type Choice = 'copy' | 'overwrite'

function Conflict({ theirs }: { theirs: Flow }) {
  const { slug, user, href } = useOrganization()
  const locale = useLocale()
  const router = useRouter()
  const queryClient = useQueryClient()
  const canvas = useCanvasStore()
  const postponed = useCanvas((state) => state.conflictPostponed)
  const store = useEditorStore()
  const actions = useEditorActions()
  const saveNow = useSaveNow()
  const [sides] = useState(() => {
    const state = store.getState()
    return {
      mine: compareFlows(state.saved, documentOf(state)),
      theirs: compareFlows(state.saved, documentFromFlow(theirs)),
    }
  })
  const byMyself = theirs.updatedBy === user.name
  const whose = byMyself ? 'other version' : `${theirs.updatedBy}’s version`
  const at = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(theirs.updatedAt))

  const keepCopy = (document: FlowDocument, suffix: string) =>
    unwrap(createFlowAction(slug, copyOf(document, suffix))).then((copy) => {
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      return copy
    })

  const decide = useMutation({
    mutationFn: (choice: Choice) =>
      choice === 'copy'
        ? keepCopy(documentOf(store.getState()), ` (${user.name}’s version)`)
        : keepCopy(documentFromFlow(theirs), ` (${whose})`),
    onSuccess: (copy, choice) => {
      if (choice === 'copy') actions.takeOver(theirs, `load ${whose}`)
      else {
        actions.rebase(theirs)
        void saveNow()
      }
      showToast({
        title: choice === 'copy' ? 'Your version saved as a copy' : 'Their version kept as a copy',
        description: copy.name,
        action: { label: 'Open copy', onClick: () => router.push(href(`/flows/${copy.id}`)) },
      })
    },
  })

  return (
    <Dialog
      open={!postponed}
      onOpenChange={(open) => canvas.setState({ conflictPostponed: !open })}
      title={
        byMyself ? `You saved this flow elsewhere at ${at}` : `${theirs.updatedBy} saved this flow at ${at}`
      }
      description="Your latest changes aren’t saved yet. Nothing gets lost, whichever way you choose."
      size="lg"
      footer={
        <>
          <Button
            disabled={decide.isPending}
            onClick={() => {
              actions.takeOver(theirs, `load ${whose}`)
              showToast({ title: 'Their version loaded', action: { label: 'Undo', onClick: actions.undo } })
            }}
          >
            Load theirs
          </Button>
          <Button
            loading={decide.isPending && decide.variables === 'overwrite'}
            onClick={() => decide.mutate('overwrite')}
          >
            Overwrite
          </Button>
          <Button
            variant="primary"
            loading={decide.isPending && decide.variables === 'copy'}
            onClick={() => decide.mutate('copy')}
          >
            Save mine as a copy
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {decide.error && (
          <Callout tone="danger" title="Couldn’t save the copy">
            {decide.error.message}
          </Callout>
        )}
        <div className="grid gap-5 sm:grid-cols-2">
          <ChangeList
            title={byMyself ? 'Saved elsewhere' : `Changes by ${theirs.updatedBy}`}
            changes={sides.theirs}
          />
          <ChangeList title="Your changes" changes={sides.mine} />
        </div>
        <ul className="grid gap-1 text-muted">
          <li>Load theirs: your changes come back with Undo.</li>
          <li>Overwrite: the flow gets your version; a copy of theirs is kept.</li>
          <li>Save mine as a copy: the flow keeps their version; yours becomes a flow of its own.</li>
        </ul>
      </div>
    </Dialog>
  )
}

function copyOf({ name, description, nodes, edges }: FlowDocument, suffix: string) {
  return {
    name: name.slice(0, flowLimits.name - suffix.length).trimEnd() + suffix.slice(0, flowLimits.name),
    description,
    definition: { nodes, edges },
  }
}
