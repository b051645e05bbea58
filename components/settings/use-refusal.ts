import { useState } from 'react'
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { ActionError, type ErrorBody } from '@/lib/action-result'

/**
 * Says why something could not be saved: what is wrong with a field there, where the focus goes, and anything
 * else as `problem`, for a place in the form.
 */
export function useRefusal<Values extends FieldValues, Parsed>(
  form: Pick<UseFormReturn<Values, unknown, Parsed>, 'getValues' | 'setError'>,
) {
  const [problem, setProblem] = useState<ErrorBody | null>(null)

  function show(error: unknown) {
    if (!(error instanceof ActionError)) throw error
    const known = error.body.fieldErrors.filter(({ path }) => path in form.getValues())
    if (known.length === 0) return setProblem(error.body)
    for (const [place, { path, message }] of known.entries()) {
      form.setError(path as Path<Values>, { type: 'server', message }, { shouldFocus: place === 0 })
    }
  }

  return { problem, show, clear: () => setProblem(null) }
}
