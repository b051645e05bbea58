import type { ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { LoadingRegion } from './skeleton'

type ListSkeletonProps = {
  label: string
  rows: number
  /** The height of a row. */
  rowClassName?: string
  className?: string
  /** The skeletons of one row. */
  children: ReactNode
}

/** What a list looks like before it is there. */
export function ListSkeleton({ label, rows, rowClassName = 'h-12', className, children }: ListSkeletonProps) {
  return (
    <LoadingRegion label={label} className={className}>
      <div className="divide-y divide-line">
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className={cn('flex items-center gap-6 px-4', rowClassName)}>
            {children}
          </div>
        ))}
      </div>
    </LoadingRegion>
  )
}
