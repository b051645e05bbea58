import { cva, type VariantProps } from 'class-variance-authority'

/** How everything that is pressed looks, whether it is a button, a link or part of a toolbar. */
export const buttonStyles = cva(
  [
    'relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border',
    'font-medium whitespace-nowrap select-none transition-colors duration-100',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55',
    '[&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-on-accent shadow-control not-aria-disabled:hover:bg-accent-hover',
        secondary:
          'border-line-strong/55 bg-surface text-ink shadow-control not-aria-disabled:hover:bg-subtle data-popup-open:bg-subtle',
        ghost:
          'border-transparent text-ink not-aria-disabled:hover:bg-subtle data-popup-open:bg-subtle aria-pressed:bg-strong data-pressed:bg-strong',
        danger:
          'border-transparent bg-danger-solid text-on-accent shadow-control not-aria-disabled:hover:bg-danger-hover',
      },
      size: { sm: 'h-7 px-2 text-sm', md: 'h-8 px-3 text-sm' },
      square: { true: 'px-0', false: '' },
    },
    compoundVariants: [
      { square: true, size: 'sm', class: 'w-7' },
      { square: true, size: 'md', class: 'w-8' },
    ],
    defaultVariants: { variant: 'secondary', size: 'md', square: false },
  },
)

export type ButtonVariants = Pick<VariantProps<typeof buttonStyles>, 'variant' | 'size'>
