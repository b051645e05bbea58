'use client'

import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import Link from 'next/link'
import { type ReactElement, type ReactNode, useId } from 'react'
import { cn } from '@/lib/utils'
import { Kbd } from './kbd'
import { popupItemStyles, popupStyles } from './popup-styles'

type MenuProps = {
  /** A button of this kit; it gets the menu's behaviour. */
  trigger: ReactElement
  /** The accessible name of the list, when the trigger's name does not do. */
  label?: string
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}

export function Menu({
  trigger,
  label,
  align = 'start',
  side = 'bottom',
  open,
  onOpenChange,
  children,
}: MenuProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup
            aria-label={label}
            className={cn(popupStyles, 'max-h-(--available-height) min-w-44 overflow-y-auto p-1')}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type MenuItemProps = {
  icon?: ReactNode
  onClick: () => void
  destructive?: boolean
  /** Why it can't be chosen; shown as a second line. */
  disabledReason?: string
  shortcut?: string
  children: ReactNode
}

export function MenuItem({ icon, onClick, destructive, disabledReason, shortcut, children }: MenuItemProps) {
  const id = useId()
  return (
    <Base.Item
      onClick={onClick}
      disabled={disabledReason !== undefined}
      aria-describedby={disabledReason ? id : undefined}
      className={cn(
        popupItemStyles,
        destructive && !disabledReason && 'text-danger data-highlighted:bg-danger-soft',
        disabledReason && 'items-start',
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {disabledReason && (
          <span id={id} className="block max-w-64 text-xs text-muted">
            {disabledReason}
          </span>
        )}
      </span>
      {shortcut && <Kbd keys={shortcut} className="ml-4" />}
    </Base.Item>
  )
}

export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Base.LinkItem render={<Link href={href} />} closeOnClick className={popupItemStyles}>
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
    </Base.LinkItem>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-muted">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}

type MenuRadioGroupProps<T extends string> = {
  label: string
  value: T
  onValueChange: (value: T) => void
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[]
}

export function MenuRadioGroup<T extends string>({
  label,
  value,
  onValueChange,
  options,
}: MenuRadioGroupProps<T>) {
  return (
    <MenuGroup label={label}>
      <Base.RadioGroup value={value} onValueChange={(next: T) => onValueChange(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick className={popupItemStyles}>
            {option.icon}
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            <span className="ml-4 size-4">
              <Base.RadioItemIndicator>
                <Check className="text-accent-ink" />
              </Base.RadioItemIndicator>
            </span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </MenuGroup>
  )
}

type MenuCheckboxItemProps = {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  children: ReactNode
}

export function MenuCheckboxItem({ checked, onCheckedChange, children }: MenuCheckboxItemProps) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={onCheckedChange} className={popupItemStyles}>
      <span className="min-w-0 flex-1">{children}</span>
      <span className="ml-4 size-4">
        <Base.CheckboxItemIndicator>
          <Check className="text-accent-ink" />
        </Base.CheckboxItemIndicator>
      </span>
    </Base.CheckboxItem>
  )
}
