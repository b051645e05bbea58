/** How floating lists look and move: menus, selects, comboboxes, popovers. */
export const popupStyles =
  'rounded-lg border border-line bg-raised text-sm text-ink shadow-raised outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'

/** One line of such a list. Base UI marks the one under pointer or keyboard as highlighted. */
export const popupItemStyles =
  'flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1 outline-none select-none data-highlighted:bg-subtle data-disabled:text-faint aria-disabled:text-faint [&_svg]:size-4 [&_svg]:shrink-0'
