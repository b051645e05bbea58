'use client'

import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ComponentProps, type ReactNode, useRef } from 'react'
import { cn } from '@/lib/utils'
import { Button } from './button'
import { scrimStyles } from './scrim-styles'

type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** A verb with its object, such as “Delete endpoint”. */
  confirmLabel: string
  cancelLabel?: string
  destructive?: boolean
  loading?: boolean
  /** Why confirming is not possible yet. */
  disabledReason?: string
  onConfirm: () => void
  /** What gets the focus when it closes; what had it before, unless given. */
  finalFocus?: ComponentProps<typeof AlertDialog.Popup>['finalFocus']
  children?: ReactNode
}

/** Asks before something that can't be undone. The safe button has the focus. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  confirmLabel,
  cancelLabel = 'Cancel',
  destructive,
  loading,
  disabledReason,
  onConfirm,
  finalFocus,
  children,
}: ConfirmDialogProps) {
  const safe = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop forceRender className={cn(scrimStyles, 'z-50')} />
        <AlertDialog.Viewport className="fixed inset-0 z-50 grid place-items-center p-4">
          <AlertDialog.Popup
            initialFocus={safe}
            finalFocus={finalFocus}
            className="flex max-h-full w-full max-w-md flex-col rounded-xl border border-line bg-raised shadow-overlay outline-none transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-5">
              <AlertDialog.Title className="text-lg font-semibold break-words">{title}</AlertDialog.Title>
              {children && (
                <AlertDialog.Description render={<div />} className="mt-1 text-muted">
                  {children}
                </AlertDialog.Description>
              )}
            </div>
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              <AlertDialog.Close render={<Button ref={safe} />}>{cancelLabel}</AlertDialog.Close>
              <Button
                variant={destructive ? 'danger' : 'primary'}
                loading={loading}
                disabledReason={disabledReason}
                onClick={onConfirm}
              >
                {confirmLabel}
              </Button>
            </footer>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
