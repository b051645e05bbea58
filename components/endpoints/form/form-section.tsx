import { type ReactNode, useId } from 'react'
import { cn } from '@/lib/utils'

type FormSectionProps = {
  title: string
  description?: ReactNode
  /** 2 on a page; 3 below the title of a drawer or dialog. */
  level: 2 | 3
  className?: string
  children: ReactNode
}

/** Fields that belong together, under a heading. */
export function FormSection({ title, description, level, className, children }: FormSectionProps) {
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section
      aria-labelledby={id}
      className={cn('flex min-w-0 flex-col gap-3 border-t border-line pt-4', className)}
    >
      <div>
        <Heading id={id} className="text-sm font-semibold">
          {title}
        </Heading>
        {description && <p className="mt-0.5 text-xs text-muted">{description}</p>}
      </div>
      {children}
    </section>
  )
}
