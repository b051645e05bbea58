import { createParser, type inferParserType, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import type { AuditFilter } from '@/lib/audit/queries'
import { auditActions } from '@/lib/audit/schema'
import { instantsOf, isDay } from './days'

const parseAsDay = createParser({
  parse: (text: string) => (isDay(text) ? text : null),
  serialize: (day: string) => day,
})

const parsers = {
  /** Who did it: an id or a whole name. */
  actor: parseAsString,
  action: parseAsStringLiteral(auditActions),
  /** What it was done to: an id or a whole name. */
  object: parseAsString,
  /** The first and the last day, where the reader is. */
  from: parseAsDay,
  to: parseAsDay,
}

type Values = inferParserType<typeof parsers>

const empty: Values = { actor: null, action: null, object: null, from: null, to: null }

/** What the page shows; kept in the address, so that a link shows the same. */
export function useAuditFilter() {
  const [url, setUrl] = useQueryStates(parsers, { history: 'push' })
  const { action, from, to } = url
  const [actor, object] = [trimmed(url.actor), trimmed(url.object)]
  const query = useMemo<AuditFilter>(
    () => ({
      ...(action ? { action } : {}),
      ...(actor ? { actor } : {}),
      ...(object ? { object } : {}),
      ...instantsOf({ from, to }),
    }),
    [action, actor, object, from, to],
  )
  const setFilter = useCallback((changes: Partial<Values>) => void setUrl(changes), [setUrl])
  return {
    actor,
    action,
    object,
    from,
    to,
    query,
    isFiltered: Object.keys(query).length > 0,
    setFilter,
    clear: () => setFilter(empty),
  }
}

export type AuditLogFilter = ReturnType<typeof useAuditFilter>

function trimmed(text: string | null): string | null {
  return text?.trim().slice(0, 200) || null
}
