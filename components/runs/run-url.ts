import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'

export const resultTabs = ['response', 'request', 'timing', 'input'] as const
export type ResultTab = (typeof resultTabs)[number]

const parsers = {
  /** The run that is shown. */
  run: parseAsString,
  /** It was opened to be looked at (history, Runs page), so the editor is read-only. */
  viewing: parseAsBoolean.withDefault(false),
  panel: parseAsStringLiteral(['run', 'start', 'history']),
  result: parseAsStringLiteral(resultTabs).withDefault('response'),
}

/** Opens a run in its flow, below a page of the organization. */
export function runHref({ id, flowId }: { id: string; flowId: string }): string {
  return `/flows/${flowId}?run=${id}&viewing=true&panel=run`
}

/** What of the run panel lives in the address: Back closes what the last click opened. */
export function useRunUrl() {
  return useQueryStates(parsers, { history: 'push' })
}
