'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { cn } from '@/lib/utils'
import { buttonStyles } from './button-styles'
import { scrimStyles } from './scrim-styles'
import { useFirstField } from './use-first-field'

type DialogProps = {
  open: boolean
  /** A dirty form refuses `false` here and asks first. */
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  /** Stays in view below the content. */
  footer?: ReactNode
  /** The first field unless given. */
  initialFocus?: RefObject<HTMLElement | null>
  /** What had focus before unless given. */
  finalFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl', xl: 'sm:max-w-4xl' } as const

/** Modal. On phones it fills the screen. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'md',
  footer,
  initialFocus,
  finalFocus,
  children,
}: DialogProps) {
  const [popup, openFocus] = useFirstField(initialFocus)
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={scrimStyles} />
        <Base.Viewport className="fixed inset-0 z-40 grid place-items-end sm:place-items-center sm:p-6">
          <Base.Popup
            ref={popup}
            initialFocus={openFocus}
            finalFocus={finalFocus}
            className={cn(
              'flex max-h-dvh w-full flex-col bg-raised text-ink shadow-overlay outline-none max-sm:h-dvh sm:max-h-[min(48rem,calc(100dvh-3rem))] sm:rounded-xl sm:border sm:border-line',
              'transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0',
              widths[size],
            )}
          >
            <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
              <div className="min-w-0">
                <Base.Title className="text-lg font-semibold break-words">{title}</Base.Title>
                {description && (
                  <Base.Description className="mt-0.5 text-muted">{description}</Base.Description>
                )}
              </div>
              <Base.Close
                aria-label="Close"
                className={cn(
                  buttonStyles({ variant: 'ghost', size: 'sm', square: true }),
                  '-mr-1 text-muted',
                )}
              >
                <X aria-hidden />
              </Base.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
            {footer && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
                {footer}
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
