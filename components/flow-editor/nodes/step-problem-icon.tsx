import { TriangleAlert } from 'lucide-react'
import { cn } from '@/lib/utils'
import { useStepProblems } from '../editor-problems'

/** That something is wrong with a step; nothing while all is well. What it is, its description says. */
export function StepProblemIcon({ id, className }: { id: string; className?: string }) {
  const problems = useStepProblems(id)
  if (problems.length === 0) return null
  const blocking = problems.some(({ severity }) => severity === 'error')
  return (
    <TriangleAlert
      aria-hidden
      className={cn('size-4 shrink-0', blocking ? 'text-danger' : 'text-warning', className)}
    />
  )
}
