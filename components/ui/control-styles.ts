import { cva } from 'class-variance-authority'

/** How everything that is typed or chosen in looks: inputs, text areas, selects, comboboxes. */
export const controlStyles = cva(
  [
    // Phones zoom into fields whose text is smaller than 16 px.
    'w-full min-w-0 rounded-md border border-line-strong bg-surface text-sm text-ink pointer-coarse:text-lg shadow-control transition-colors',
    'hover:border-muted disabled:cursor-not-allowed disabled:bg-subtle disabled:text-muted',
    'data-disabled:cursor-not-allowed data-disabled:bg-subtle data-disabled:text-muted',
    'aria-invalid:border-danger-solid data-invalid:border-danger-solid',
    // On the edge, not around it: in a narrow panel an offset ring would be cut off.
    'focus-visible:outline-2 focus-visible:-outline-offset-1',
  ],
  {
    variants: {
      size: { sm: 'h-7 px-2', md: 'h-8 px-2.5', area: 'min-h-16 px-2.5 py-1.5' },
      mono: { true: 'font-mono text-xs', false: '' },
    },
    defaultVariants: { size: 'md', mono: false },
  },
)
