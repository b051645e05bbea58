import { useState } from 'react'
import { type Path, type PathValue, useFormContext } from 'react-hook-form'
import type { EndpointValues } from './endpoint-values'

/** For `defaultValue`: react-hook-form fills a registered input in the browser only, not in the server’s HTML. */
export function useFirstValue<P extends Path<EndpointValues>>(path: P): PathValue<EndpointValues, P> {
  const { getValues } = useFormContext<EndpointValues>()
  const [first] = useState(() => getValues(path))
  return first
}
