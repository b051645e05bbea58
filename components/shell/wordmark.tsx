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
        <path d="M9 7v18M23 7v18M9 10h14" strokeWidth="2.5" />
        <path
          d="M13 15.5c2 0 2 1.5 4 1.5s2-1.5 4-1.5M11 21c2 0 2 1.5 4 1.5s2-1.5 4-1.5"
          strokeWidth="2.25"
          opacity="0.85"
        />
      </g>
    </svg>
  )
}
