import { type ReactNode, Suspense, useId } from 'react'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Delayed, Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/utils'

type DashboardCardProps = {
  title: string
  actions?: ReactNode
  /** For tables and lists that reach the edges. */
  flush?: boolean
  /** Of the place that is kept while the content loads. */
  skeletonClassName?: string
  className?: string
  /** Loads by itself, so that a slow or broken card holds up no other. */
  children: ReactNode
}

export function DashboardCard({
  title,
  actions,
  flush,
  skeletonClassName = 'h-16',
  className,
  children,
}: DashboardCardProps) {
  const id = useId()
  return (
    <Card aria-labelledby={id} className={className}>
      <CardHeader id={id} title={title} actions={actions} />
      <CardBody flush={flush}>
        <Suspense
          fallback={
            <div className={cn(flush && 'p-4')}>
              <div aria-busy className={skeletonClassName}>
                <Delayed>
                  <Skeleton className="h-full w-full" />
                </Delayed>
              </div>
            </div>
          }
        >
          {children}
        </Suspense>
      </CardBody>
    </Card>
  )
}
