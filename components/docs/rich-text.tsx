import { cn } from '@/lib/utils'

/** A sentence of the description, in which backticks mark code. */
export function RichText({ text, className }: { text: string; className?: string }) {
  const parts = text.split('`')
  return (
    <p className={cn('max-w-prose break-words', className)}>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // oxlint-disable-next-line react/no-array-index-key -- the parts of a fixed text
          <code key={index} className="rounded-sm bg-subtle px-1 font-mono text-xs text-ink">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </p>
  )
}
