import type { ReactNode } from 'react'
import { cn } from '@/lib/utils'

type PageProps = {
  /** `form` keeps lines short enough to read. */
  width?: 'wide' | 'form'
  className?: string
  children: ReactNode
}

/** The area of a page beside the navigation. */
export function Page({ width = 'wide', className, children }: PageProps) {
  return (
    <div
      className={cn(
        'mx-auto w-full px-4 py-5 sm:px-6 lg:px-8 lg:py-7',
        width === 'wide' ? 'max-w-7xl' : 'max-w-4xl',
        className,
      )}
    >
      {children}
    </div>
  )
}
