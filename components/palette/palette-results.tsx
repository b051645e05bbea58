import { Kbd } from '@/components/ui/kbd'
import { cn } from '@/lib/utils'
import type { PaletteItem } from './palette-item'
import type { RankedGroup } from './rank-items'

type PaletteResultsProps = {
  id: string
  /** By the place among all results. */
  optionId: (index: number) => string
  groups: RankedGroup[]
  marked: PaletteItem | undefined
  onMark: (item: PaletteItem) => void
  onChoose: (item: PaletteItem) => void
}

/** The list that the palette's field controls. It never has the focus. */
export function PaletteResults({ id, optionId, groups, marked, onMark, onChoose }: PaletteResultsProps) {
  const order = new Map(groups.flatMap(({ items }) => items).map((item, index) => [item, index]))
  return (
    <div
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the native ones take the focus from the field
      role="listbox"
      aria-label="Results"
      className="min-h-0 overflow-y-auto overscroll-contain p-1.5 empty:p-0"
    >
      {groups.map(({ group, items }) => (
        <div
          key={group}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset may not be in a listbox
          role="group"
          aria-labelledby={`${id}-${group}`}
          className="not-first:mt-1.5"
        >
          <div id={`${id}-${group}`} role="presentation" className="px-2 pt-1 pb-0.5 text-xs text-muted">
            {group}
          </div>
          {items.map((item) => (
            // The field handles the keys and says which option is marked (aria-activedescendant).
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={item.id}
              id={optionId(order.get(item) ?? -1)}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option outside of a select is not drawn
              role="option"
              tabIndex={-1}
              aria-selected={item === marked}
              aria-disabled={item.disabledReason !== undefined}
              // The focus stays in the field.
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => item !== marked && onMark(item)}
              onClick={() => onChoose(item)}
              className={cn(
                'flex min-h-9 cursor-default outline-none scroll-my-8 items-center gap-2.5 rounded-md px-2 py-1 select-none aria-selected:bg-accent-soft pointer-coarse:min-h-11',
                item.disabledReason !== undefined && 'text-muted',
              )}
            >
              <item.icon aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="min-w-0 flex-1">
                <span className="flex min-w-0 items-baseline gap-2">
                  <span className="truncate">{item.label}</span>
                  {item.detail && <span className="truncate text-xs text-muted">{item.detail}</span>}
                </span>
                {item.disabledReason !== undefined && (
                  <span className="block text-xs">{item.disabledReason}</span>
                )}
              </span>
              {item.keys && <Kbd keys={item.keys} className="max-sm:hidden" />}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
