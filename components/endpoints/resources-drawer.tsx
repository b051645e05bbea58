'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Drawer } from '@/components/ui/drawer'
import { showToast } from '@/components/ui/toast'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'
import { EndpointForm } from './endpoint-form'
import { EndpointFormLoading } from './endpoint-form-loading'
import { EndpointSummary } from './endpoint-summary'
import { ResourceList } from './resource-list'
import { SavedEndpointTest } from './saved-endpoint-test'
import { type DiscardGuard, useDiscardGuard } from './use-discard-guard'
import { useEndpoint } from './use-endpoint'
import type { SaveFirst } from './use-endpoint-mutations'

type ResourcesDrawerProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** In pixels, to stay below the toolbar. */
  top?: number
  /** Absent while no API Call is selected. */
  onUseInSelectedStep?: (endpointId: string) => void
  /** Absent where the flow can't be changed. */
  onAddStep?: (endpointId: string) => void
  /** Before the flow gets another endpoint in place of one that is deleted. */
  saveFirst?: SaveFirst
}

type View = { kind: 'list' } | { kind: 'new' } | { kind: 'edit' | 'test'; id: string }

/** The organization's endpoints beside the canvas: found, used, changed and made without leaving the flow. */
export function ResourcesDrawer({ open, onOpenChange, top, ...use }: ResourcesDrawerProps) {
  const { slug, refusal } = useOrganization()
  const guard = useDiscardGuard()
  const { data: endpoints } = useQuery({ ...endpointsQuery(slug), enabled: open })
  const [view, setView] = useState<View>({ kind: 'list' })
  const [search, setSearch] = useState('')
  const { ref: listRef, leave } = useReturnToList(view.kind === 'list')
  const shown = 'id' in view ? endpoints?.find(({ id }) => id === view.id) : undefined

  function show(next: View) {
    leave('id' in next ? `endpoint-${next.id}` : null)
    setView(next)
  }

  const back = () => setView({ kind: 'list' })
  const isList = view.kind === 'list'

  /** Esc closes the form, then the drawer; the close button closes both. */
  function close(reason: string) {
    guard.attempt(() => {
      back()
      if (isList || reason !== 'escape-key') onOpenChange(false)
    })
  }

  return (
    <Drawer
      open={open}
      onOpenChange={(next, reason) => (next ? onOpenChange(true) : close(reason))}
      side="left"
      modal={false}
      width={isList ? 420 : 480}
      top={top}
      title={title(view, shown, endpoints?.length)}
      onBack={isList ? undefined : () => guard.attempt(back)}
      actions={
        isList && (
          <Button
            size="sm"
            icon={<Plus aria-hidden />}
            disabledReason={refusal('admin', 'add endpoints')}
            onClick={() => show({ kind: 'new' })}
          >
            New endpoint
          </Button>
        )
      }
    >
      {isList ? (
        <div ref={listRef}>
          <ResourceList
            search={search}
            onSearch={setSearch}
            onNew={() => show({ kind: 'new' })}
            onEdit={(id) => show({ kind: 'edit', id })}
            onTest={(id) => show({ kind: 'test', id })}
            {...use}
          />
        </div>
      ) : (
        <div ref={focusFirst}>
          <Detail
            key={'id' in view ? `${view.kind} ${view.id}` : view.kind}
            view={view}
            guard={guard}
            onBack={back}
          />
        </div>
      )}
    </Drawer>
  )
}

function title(view: View, shown: Endpoint | undefined, count: number | undefined): string {
  if (view.kind === 'new') return 'New endpoint'
  if (view.kind === 'list') return count === undefined ? 'API Endpoints' : `API Endpoints (${count})`
  const name = shown?.name ?? 'endpoint'
  return view.kind === 'test' ? `Test ${name}` : name
}

type DetailProps = { view: Exclude<View, { kind: 'list' }>; guard: DiscardGuard; onBack: () => void }

function Detail({ view, guard, onBack }: DetailProps) {
  if (view.kind === 'new') {
    return (
      <EndpointForm
        endpoint={null}
        layout="drawer"
        guard={guard}
        onCancel={onBack}
        onSaved={() => {
          showToast({ title: 'Endpoint created' })
          onBack()
        }}
      />
    )
  }
  return <Existing id={view.id} isTest={view.kind === 'test'} guard={guard} onBack={onBack} />
}

type ExistingProps = { id: string; isTest: boolean; guard: DiscardGuard; onBack: () => void }

function Existing({ id, isTest, guard, onBack }: ExistingProps) {
  const { can } = useOrganization()
  const query = useEndpoint(id)
  if (!query.data) return <EndpointFormLoading query={query} />
  if (isTest) return <SavedEndpointTest endpoint={query.data} autoStart />
  if (!can('admin')) return <EndpointSummary endpoint={query.data} />
  return (
    <EndpointForm
      endpoint={query.data}
      layout="drawer"
      guard={guard}
      onCancel={onBack}
      onSaved={() => {
        showToast({ title: 'Endpoint saved' })
        onBack()
      }}
    />
  )
}

/** The button that was pressed is gone with the list. */
function focusFirst(element: HTMLElement | null) {
  element?.querySelector<HTMLElement>('input:not([type=hidden]):not([aria-hidden=true]), button')?.focus()
}

/** Where the list was scrolled to and what had the focus, for when one comes back to it. */
function useReturnToList(isList: boolean) {
  const ref = useRef<HTMLDivElement>(null)
  const left = useRef<{ scroll: number; focusId: string | null } | null>(null)

  useLayoutEffect(() => {
    const scroller = ref.current?.parentElement
    if (!isList || !left.current || !scroller) return
    const { scroll, focusId } = left.current
    left.current = null
    scroller.scrollTop = scroll
    const target = focusId ? document.getElementById(focusId) : null
    const fallback = ref.current?.querySelector<HTMLElement>('input, button')
    ;(target ?? fallback)?.focus({ preventScroll: true })
  }, [isList])

  return {
    ref,
    leave: (focusId: string | null) => {
      left.current = { scroll: ref.current?.parentElement?.scrollTop ?? 0, focusId }
    },
  }
}
