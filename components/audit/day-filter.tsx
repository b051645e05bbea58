import { useState } from 'react'
import { Input } from '@/components/ui/input'
import { isDay } from './days'

type DayFilterProps = {
  label: string
  day: string | null
  min?: string | null
  max?: string | null
  onDayChange: (day: string | null) => void
}

/** A day, once it is one: on the way to it the browser tells of years such as 0002. */
export function DayFilter({ label, day, min, max, onDayChange }: DayFilterProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <label className="flex items-center gap-2 text-muted max-sm:w-full">
      <span className="max-sm:w-10">{label}</span>
      <Input
        type="date"
        className="w-36 max-sm:w-full"
        value={typed ?? day ?? ''}
        min={min ?? undefined}
        max={max ?? undefined}
        onChange={({ target: { value } }) => {
          setTyped(value)
          if (value === '') onDayChange(null)
          else if (isDay(value)) onDayChange(value)
        }}
        onBlur={() => setTyped(null)}
      />
    </label>
  )
}
