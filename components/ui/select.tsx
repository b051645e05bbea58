'use client'

import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { FocusEventHandler, ReactNode, Ref } from 'react'
import { cn } from '@/lib/utils'
import { controlStyles } from './control-styles'
import { DisabledReason } from './disabled-reason'
import { popupItemStyles, popupStyles } from './popup-styles'
import { useDisabledReason } from './use-disabled-reason'

export type SelectOption<T extends string> = {
  value: T
  label: string
  description?: string
  icon?: ReactNode
  disabled?: boolean
  /** Options of one group stand together, below its name. */
  group?: string
}

type SelectProps<T extends string> = {
  value: T | null
  onValueChange: (value: T) => void
  options: readonly SelectOption<T>[]
  placeholder?: string
  size?: 'sm' | 'md'
  /** The accessible name when it stands outside a `Field`. */
  label?: string
  id?: string
  name?: string
  disabled?: boolean
  /** Why nothing else can be chosen; it stays in the tab order and doesn't open. */
  disabledReason?: string
  onBlur?: FocusEventHandler<HTMLButtonElement>
  className?: string
  ref?: Ref<HTMLButtonElement>
}

/** One of a few fixed values. */
export function Select<T extends string>({
  value,
  onValueChange,
  options,
  placeholder = 'Choose',
  size,
  label,
  id,
  name,
  disabled,
  disabledReason,
  onBlur,
  className,
  ref,
}: SelectProps<T>) {
  const refusal = useDisabledReason(disabledReason)
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root
      value={value}
      onValueChange={(next: T | null) => {
        if (next !== null) onValueChange(next)
      }}
      items={options}
      name={name}
      disabled={disabled}
      readOnly={disabledReason !== undefined}
      onOpenChange={(next, details) => {
        if (next && disabledReason) details.cancel()
      }}
    >
      <DisabledReason reason={disabledReason} descriptionId={refusal.descriptionId}>
        <Base.Trigger
          ref={ref}
          id={id}
          aria-label={label}
          onBlur={onBlur}
          className={cn(
            controlStyles({ size }),
            'flex items-center justify-between gap-2 text-left',
            'aria-disabled:cursor-not-allowed aria-disabled:bg-subtle aria-disabled:text-muted',
            className,
          )}
          {...refusal.props}
        >
          <span className="flex min-w-0 items-center gap-2 [&_svg]:size-4">
            {chosen?.icon}
            <Base.Value className="truncate data-placeholder:text-faint" placeholder={placeholder} />
          </span>
          <Base.Icon className="text-muted">
            <ChevronsUpDown className="size-3.5" />
          </Base.Icon>
        </Base.Trigger>
      </DisabledReason>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            className={cn(
              popupStyles,
              'max-h-(--available-height) max-w-(--available-width) min-w-(--anchor-width) overflow-y-auto p-1',
            )}
          >
            <Base.List>
              {groupsOf(options).map(({ name: group, options: members }) =>
                group === undefined ? (
                  members.map((option) => <Item key={option.value} option={option} />)
                ) : (
                  <Base.Group key={group}>
                    <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-muted">{group}</Base.GroupLabel>
                    {members.map((option) => (
                      <Item key={option.value} option={option} />
                    ))}
                  </Base.Group>
                ),
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Item<T extends string>({ option }: { option: SelectOption<T> }) {
  return (
    <Base.Item
      value={option.value}
      label={option.label}
      disabled={option.disabled}
      className={popupItemStyles}
    >
      {option.icon}
      <span className="min-w-0 flex-1">
        <Base.ItemText>{option.label}</Base.ItemText>
        {option.description && (
          <span className="block max-w-80 text-xs text-muted">{option.description}</span>
        )}
      </span>
      <span className="ml-4 size-4">
        <Base.ItemIndicator>
          <Check className="text-accent-ink" />
        </Base.ItemIndicator>
      </span>
    </Base.Item>
  )
}

function groupsOf<T extends string>(options: readonly SelectOption<T>[]) {
  const groups: { name: string | undefined; options: SelectOption<T>[] }[] = []
  for (const option of options) {
    const last = groups.at(-1)
    if (last && last.name === option.group) last.options.push(option)
    else groups.push({ name: option.group, options: [option] })
  }
  return groups
}
