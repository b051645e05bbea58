import { Card, CardBody } from '@/components/ui/card'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

export function SectionSkeleton() {
  return (
    <LoadingRegion label="Loading settings…">
      <Card>
        <div className="border-b border-line px-4 py-3">
          <Skeleton className="h-4 w-32" />
        </div>
        <CardBody className="flex flex-col gap-4">
          <Skeleton className="h-8 w-full max-w-md" />
          <Skeleton className="h-4 w-64" />
        </CardBody>
      </Card>
    </LoadingRegion>
  )
}
