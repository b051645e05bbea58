import { cn } from '@/lib/utils'

/** The product's sign: a gate with water behind it. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 text-base font-semibold tracking-tight', className)}>
      <Mark className="size-6" />
      Sluice
    </span>
  )
}

export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden data-solid className={className} fill="none" strokeLinecap="round">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g className="stroke-on-accent">
        <path d="M9 7v18M23 7v18M9 11h14" strokeWidth="2.75" />
        <path d="M9 19.5c2.3 0 2.3 2 4.7 2s2.3-2 4.6-2 2.4 2 4.7 2" strokeWidth="2.5" />
      </g>
    </svg>
  )
}
