'use client'

import type { KeyboardEvent, MouseEvent } from 'react'
import { FormProvider } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { cn } from '@/lib/utils'
import { AuthenticationSection } from './form/authentication-section'
import { BaseUrlField } from './form/base-url-field'
import { ConflictDialog } from './form/conflict-dialog'
import type { EndpointValues } from './form/endpoint-values'
import { FormTest } from './form/form-test'
import { GeneralFields } from './form/general-fields'
import { HeaderSection } from './form/header-section'
import { TimeoutSection } from './form/timeout-section'
import { countErrors, useEndpointForm } from './form/use-endpoint-form'
import type { DiscardGuard } from './use-discard-guard'

type EndpointFormProps = {
  /** `null` for a new one. Later changes of it leave the edits alone. */
  endpoint: Endpoint | null
  initialName?: string
  /** What a new one is filled in with; not saved yet, so not left without a question. */
  draft?: EndpointValues
  /** Two columns with room to spare, or one column in a drawer or dialog whose padding is `px`. */
  layout: 'page' | 'drawer' | 'dialog'
  submitLabel?: string
  guard: DiscardGuard
  onCancel: () => void
  onSaved: (endpoint: Endpoint) => void
}

/** Creates or changes an endpoint. The same in the drawer, the dialog and on the page. */
export function EndpointForm({
  layout,
  submitLabel = 'Save',
  guard,
  onCancel,
  ...options
}: EndpointFormProps) {
  const state = useEndpointForm({ ...options, guard })
  const { form, base, problem, submit, isSaving, headersAsLines, setHeadersAsLines } = state
  const level = layout === 'page' ? 2 : 3
  const errorCount = countErrors(form.formState.errors)
  // What is typed before React listens would be overwritten when it does.
  const isListening = useHydrated()

  function onKeyDown(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || (event.key !== 'Enter' && event.key !== 's')) return
    event.preventDefault()
    event.stopPropagation()
    void submit()
  }

  return (
    <FormProvider {...form}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- shortcuts for what is inside */}
      <div onKeyDown={onKeyDown} onMouseDown={keepFieldFocused} className="flex min-w-0 flex-col">
        {problem && (
          <Callout tone="danger" role="alert" title="Couldn’t save the endpoint" className="mb-4">
            <p>{problem.message}</p>
            {problem.requestId && <p className="text-xs">Request id {problem.requestId}</p>}
          </Callout>
        )}
        <fieldset
          disabled={!isListening}
          className={cn(
            'grid min-w-0 gap-5',
            // What gets the focus must not lie below the footer.
            '[&_:is(a,button,input,summary,textarea)]:scroll-my-20',
            pageColumns[layout],
          )}
        >
          <form
            noValidate
            aria-label={base ? `Settings of ${base.name}` : 'New endpoint'}
            onSubmit={(event) => {
              event.preventDefault()
              event.stopPropagation()
              void submit()
            }}
            className="flex min-w-0 flex-col gap-5"
          >
            <div className="flex min-w-0 flex-col gap-4">
              <GeneralFields />
              <BaseUrlField endpoint={base} />
            </div>
            <AuthenticationSection endpoint={base} level={level} columns={layout === 'drawer' ? 1 : 2} />
            <HeaderSection
              endpoint={base}
              level={level}
              asLines={headersAsLines}
              onAsLinesChange={setHeadersAsLines}
            />
            <TimeoutSection level={level} />
            {/* Enter in a field submits only a form that has a submit button. */}
            <button type="submit" hidden tabIndex={-1}>
              Save
            </button>
          </form>
          <FormTest endpoint={base} level={level} className={layout === 'page' ? besideTheForm : undefined} />
        </fieldset>
        <footer
          className={cn(
            'sticky z-10 mt-5 grid border-t border-line py-3',
            pageColumns[layout],
            footers[layout],
          )}
        >
          <div className="flex items-center gap-2">
            <p aria-live="polite" className="mr-auto text-sm text-danger">
              {errorCount > 0 && plural(errorCount, 'field needs attention', 'fields need attention')}
            </p>
            <Button onClick={() => guard.attempt(onCancel)}>Cancel</Button>
            <Button variant="primary" loading={isSaving} onClick={() => void submit()}>
              {submitLabel}
            </Button>
          </div>
        </footer>
      </div>
      <ConflictDialog state={state} />
      <DiscardDialog
        open={guard.pending !== null}
        name={base?.name ?? 'the new endpoint'}
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
    </FormProvider>
  )
}

/**
 * Pressing a control leaves the focus in the field that is being typed in: an error that appears as the
 * field loses it would push the control away from under the pointer, and the press would be lost.
 */
function keepFieldFocused(event: MouseEvent) {
  const { target } = event
  if (target instanceof Element && target.closest('button, label, summary')) event.preventDefault()
}

/** The buttons end where the fields do, so that a toast in the corner does not cover them. */
const pageColumns = {
  page: 'lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)] lg:gap-8',
  drawer: undefined,
  dialog: undefined,
} as const

/** In view while the form scrolls. */
const besideTheForm =
  'lg:sticky lg:top-6 lg:max-h-[calc(100dvh-7rem)] lg:self-start lg:overflow-y-auto lg:rounded-lg lg:border lg:bg-surface lg:p-4'

/** The footer spans the padding of what it lies in. */
const footers = {
  page: 'bottom-0 -mx-4 -mb-5 lg:-mb-7 bg-canvas px-4 sm:-mx-6 sm:px-6 lg:-mx-8 lg:px-8',
  drawer: '-bottom-4 -mx-4 -mb-4 bg-raised px-4',
  dialog: 'sm:rounded-b-xl -bottom-5 -mx-5 -mb-5 bg-raised px-5',
} as const
