import type { EndpointValues } from '../form/endpoint-values'

export type Choice<T> = { value: T; label: string; description: string }

/** What was read from a command or a document, before anybody looked at it. */
export type EndpointImport = {
  /** For the form, with the first choice of each kind. */
  values: EndpointValues
  /** Never empty, the proposed one first. */
  baseUrls: Choice<string>[]
  authentications: Choice<EndpointValues['authentication']>[]
  /** What did not come along and what is still to be entered, each in a sentence. */
  notes: string[]
}
