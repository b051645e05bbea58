'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useFormat } from '@/components/ui/use-format'

type FigureProps = { value: number; unit: string; href: string; children: ReactNode }

/** A number that leads to what it counts, with a remark below. */
export function Figure({ value, unit, href, children }: FigureProps) {
  const format = useFormat()
  return (
    <div className="flex flex-col gap-1">
      <Link href={href} className="group flex w-fit items-baseline gap-1.5 rounded-sm">
        <span className="text-2xl leading-9 font-semibold tracking-tight tabular-nums">
          {format.number(value)}
        </span>
        <span className="text-muted group-hover:text-ink group-hover:underline">{unit}</span>
      </Link>
      <div className="text-muted">{children}</div>
    </div>
  )
}
