import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Path, useForm } from 'react-hook-form'
import { announce } from '@/components/ui/announcer'
import { plural } from '@/lib/format'
import { ActionError, type ErrorBody } from '@/lib/action-result'
import type { CreateEndpointInput, Endpoint, UpdateEndpointInput } from '@/lib/endpoints/schema'
import type { DiscardGuard } from '../use-discard-guard'
import { useCreateEndpoint, useUpdateEndpoint } from '../use-endpoint-mutations'
import { endpointResolver, type ParsedEndpoint } from './endpoint-resolver'
import {
  type EndpointValues,
  endpointValues,
  newEndpointValues,
  withoutBlankHeaders,
} from './endpoint-values'

type Options = {
  endpoint: Endpoint | null
  initialName?: string
  draft?: EndpointValues
  guard: DiscardGuard
  onSaved: (endpoint: Endpoint) => void
}

/** The state of the endpoint form, from its first values to the saved endpoint. */
export function useEndpointForm({ endpoint, initialName, draft, guard, onSaved }: Options) {
  // What the edits started from. It only moves on when they are saved, loaded anew or kept over a newer version.
  const [base, setBase] = useState(endpoint)
  const [conflict, setConflict] = useState<Endpoint | null>(null)
  const [problem, setProblem] = useState<ErrorBody | null>(null)
  const [headersAsLines, setHeadersAsLines] = useState(false)
  const create = useCreateEndpoint()
  const update = useUpdateEndpoint()
  const form = useForm<EndpointValues, unknown, ParsedEndpoint>({
    defaultValues: base ? endpointValues(base) : (draft ?? newEndpointValues(initialName)),
    resolver: endpointResolver(base),
    mode: 'onTouched',
  })
  const { isDirty } = form.formState
  const { setDirty } = guard

  // What is shown may have come from a cache; nothing is lost by catching up before the first edit.
  if (endpoint && base && !isDirty && isNewer(endpoint, base)) setBase(endpoint)
  useEffect(() => {
    if (base && !form.formState.isDirty) form.reset(endpointValues(base))
  }, [base, form])

  const isUnsaved = isDirty || (draft !== undefined && base === null)
  useEffect(() => {
    setDirty(isUnsaved)
    return () => setDirty(false)
  }, [isUnsaved, setDirty])

  const busy = useRef(false)
  async function submit() {
    if (busy.current) return
    busy.current = true
    try {
      setProblem(null)
      // What is wrong with a header is said at its row, which has to be there to get the focus.
      flushSync(() => setHeadersAsLines(false))
      const headers = form.getValues('defaultHeaders')
      const filled = withoutBlankHeaders(headers)
      if (filled.length < headers.length) form.setValue('defaultHeaders', filled, { shouldDirty: true })
      await form.handleSubmit(
        (input) => save(input, base),
        (errors) => announceErrors(countErrors(errors)),
      )()
    } finally {
      busy.current = false
    }
  }

  async function save(input: ParsedEndpoint, startedFrom: Endpoint | null) {
    try {
      const saved = startedFrom
        ? await update.mutateAsync({ ...(input as UpdateEndpointInput), id: startedFrom.id })
        : await create.mutateAsync(input as CreateEndpointInput)
      startFrom(saved)
      setDirty(false)
      onSaved(saved)
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      refuse(error.body)
    }
  }

  function startFrom(current: Endpoint) {
    setBase(current)
    setConflict(null)
    form.reset(endpointValues(current))
  }

  function refuse(body: ErrorBody) {
    if (body.code === 'conflict' && isEndpoint(body.details.current)) return setConflict(body.details.current)
    const known = body.fieldErrors.filter(({ path }) => isField(form.getValues(), path))
    if (known.length === 0) return setProblem(body)
    for (const { path } of known) openSecret(path as Path<EndpointValues>)
    for (const { path, message } of known)
      form.setError(path as Path<EndpointValues>, { type: 'server', message })
    announceErrors(known.length)
    // A secret's input appears with the next render.
    const [first] = known
    if (first) setTimeout(() => form.setFocus(first.path as Path<EndpointValues>))
  }

  /** An error about a secret that shows as “Saved” needs the input that it is about. */
  function openSecret(path: Path<EndpointValues>) {
    if (form.getValues(path) === null) form.setValue(path, '', { shouldDirty: true })
  }

  function announceErrors(count: number) {
    announce(`${plural(count, 'field needs', 'fields need')} attention`, { assertive: true })
  }

  return {
    form,
    base,
    conflict,
    problem,
    submit,
    isSaving: form.formState.isSubmitting,
    headersAsLines,
    setHeadersAsLines,
    loadTheirs: () => conflict && startFrom(conflict),
    keepMine: async () => {
      if (!conflict || busy.current) return
      busy.current = true
      try {
        setBase(conflict)
        setConflict(null)
        const parsed = await endpointResolver(conflict)(form.getValues(), undefined, {
          fields: {},
          shouldUseNativeValidation: false,
        })
        if (Object.keys(parsed.errors).length === 0) await save(parsed.values as ParsedEndpoint, conflict)
        else await form.trigger(undefined, { shouldFocus: true })
      } finally {
        busy.current = false
      }
    },
    closeConflict: () => setConflict(null),
  }
}

export type EndpointFormState = ReturnType<typeof useEndpointForm>

function isNewer(endpoint: Endpoint, base: Endpoint): boolean {
  if (endpoint.version !== base.version) return endpoint.version > base.version
  return endpoint.lastTest?.at !== base.lastTest?.at
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'version' in value && 'authentication' in value
}

function isField(values: EndpointValues, path: string): boolean {
  const owner = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], values)
  return path !== '' && owner !== undefined
}

/** How many fields of the form have an error; errors nest like the values. */
export function countErrors(errors: object): number {
  if ('message' in errors && typeof errors.message === 'string') return 1
  return Object.values(errors).reduce<number>(
    (sum, nested) =>
      sum +
      (typeof nested === 'object' && nested !== null && !(nested instanceof Element)
        ? countErrors(nested)
        : 0),
    0,
  )
}
