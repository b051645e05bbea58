'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { ArrowLeft, X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { cn } from '@/lib/utils'
import { buttonStyles } from './button-styles'
import { IconButton } from './icon-button'
import { scrimStyles } from './scrim-styles'
import { useFirstField } from './use-first-field'

type DrawerProps = {
  open: boolean
  /**
   * A dirty form refuses `false` here and asks first. `reason` tells Esc (`escape-key`), which closes the
   * innermost level, from the close button.
   */
  onOpenChange: (open: boolean, reason: string) => void
  title: ReactNode
  side?: 'left' | 'right'
  /** `false` leaves the page beside it usable; then only its own buttons and Esc close it. */
  modal?: boolean
  /** In pixels; phones get the full width. */
  width?: number
  /** In pixels from the top of the window, to stay below a toolbar. */
  top?: number
  /** Shows an arrow before the title, for a second level inside the same drawer. */
  onBack?: () => void
  actions?: ReactNode
  footer?: ReactNode
  initialFocus?: RefObject<HTMLElement | null>
  finalFocus?: RefObject<HTMLElement | null>
  className?: string
  children: ReactNode
}

const sides = {
  left: 'left-0 border-r data-ending-style:-translate-x-4 data-starting-style:-translate-x-4',
  right: 'right-0 border-l data-ending-style:translate-x-4 data-starting-style:translate-x-4',
} as const

/** A panel at the edge of the window. */
export function Drawer({
  open,
  onOpenChange,
  title,
  side = 'right',
  modal = true,
  width = 420,
  top = 0,
  onBack,
  actions,
  footer,
  initialFocus,
  finalFocus,
  className,
  children,
}: DrawerProps) {
  const [popup, openFocus] = useFirstField(initialFocus)
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { reason }) => onOpenChange(next, reason)}
      modal={modal}
      disablePointerDismissal={!modal}
    >
      <Base.Portal>
        {modal && <Base.Backdrop className={scrimStyles} />}
        <Base.Popup
          ref={popup}
          initialFocus={openFocus}
          finalFocus={finalFocus}
          style={{ top, maxWidth: `min(100vw, ${width}px)` }}
          className={cn(
            'fixed bottom-0 flex w-full flex-col border-line bg-raised text-ink shadow-overlay outline-none max-sm:max-w-none!',
            'transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0',
            modal ? 'z-40' : 'z-30',
            sides[side],
            className,
          )}
        >
          <header className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-2">
            {onBack && (
              <IconButton label="Back" size="sm" onClick={onBack} className="-ml-1.5">
                <ArrowLeft aria-hidden />
              </IconButton>
            )}
            <Base.Title className="min-w-0 flex-1 truncate text-base font-semibold">{title}</Base.Title>
            {actions}
            <Base.Close
              aria-label="Close"
              className={cn(buttonStyles({ variant: 'ghost', size: 'sm', square: true }), '-mr-1 text-muted')}
            >
              <X aria-hidden />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
