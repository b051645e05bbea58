import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Delayed } from '@/components/ui/skeleton'
import { Spinner } from '@/components/ui/spinner'

export type PaletteLoading = {
  isLoading: boolean
  /** Why flows or endpoints are missing. */
  problem: string | null
  retry: () => void
}

type PaletteNewsProps = PaletteLoading & { query: string; isEmpty: boolean }

/** Below the results: that some are still to come, that some can't be had, or that there are none. */
export function PaletteNews({ isLoading, problem, retry, query, isEmpty }: PaletteNewsProps) {
  if (problem !== null) {
    return (
      <Callout
        tone="danger"
        role="alert"
        title="Couldn’t load all flows and endpoints"
        className="m-2"
        actions={
          <Button size="sm" onClick={retry}>
            Retry
          </Button>
        }
      >
        {problem}
      </Callout>
    )
  }
  if (isLoading) {
    return (
      <Delayed>
        <output className="flex items-center gap-2 px-4 py-2 text-muted">
          <Spinner /> Loading flows and endpoints…
        </output>
      </Delayed>
    )
  }
  if (!isEmpty) return null
  return (
    <p className="px-4 py-6 text-center text-muted">
      {query.trim() === '' ? 'There are no flows yet.' : `Nothing matches “${query.trim()}”`}
    </p>
  )
}
