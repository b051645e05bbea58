import { type ReactNode, useId } from 'react'

type SectionProps = { title: string; actions?: ReactNode; description?: ReactNode; children: ReactNode }

/** One group of the inspector’s fields under a heading. */
export function Section({ title, actions, description, children }: SectionProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-2 border-t border-line pt-4 first:border-t-0 first:pt-0"
    >
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 id={id} className="font-medium">
          {title}
        </h3>
        {actions}
      </div>
      {description && <p className="text-xs text-muted">{description}</p>}
      {children}
    </section>
  )
}
