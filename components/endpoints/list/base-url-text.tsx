import { CopyButton } from '@/components/ui/copy-button'
import { cn } from '@/lib/utils'

const tailLength = 14

/**
 * A base URL on one line. Where room is short its middle gives way, for both ends tell APIs
 * apart; where hardly any is left its end does, for the host tells most.
 */
export function BaseUrlText({ baseUrl, className }: { baseUrl: string; className?: string }) {
  const cut = baseUrl.length > 2 * tailLength ? baseUrl.length - tailLength : baseUrl.length
  return (
    <span className={cn('group/url flex min-w-0 items-center gap-1', className)}>
      <span title={baseUrl} className="@container min-w-0 flex-1 font-mono text-xs">
        <span className="block truncate @[13rem]:hidden">{baseUrl}</span>
        <span className="hidden @[13rem]:flex">
          <span className="truncate">{baseUrl.slice(0, cut)}</span>
          <span className="shrink-0 whitespace-pre">{baseUrl.slice(cut)}</span>
        </span>
      </span>
      <CopyButton
        value={baseUrl}
        label="Copy base URL"
        className="relative z-1 opacity-0 group-hover/row:opacity-100 group-hover/url:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
      />
    </span>
  )
}
