'use client'

import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { announce } from './announcer'
import { buttonStyles } from './button-styles'

const manager = Toast.createToastManager()

type ToastOptions = {
  /** Noun and past participle, as in “Endpoint created”. */
  title: string
  description?: string
  tone?: 'success' | 'danger' | 'info'
  /** For example Undo; the toast then stays twice as long. */
  action?: { label: string; onClick: () => void }
}

/** Acknowledges something. What needs action must also be shown in place. */
export function showToast({ title, description, tone = 'success', action }: ToastOptions): void {
  const id = manager.add({
    title,
    description,
    type: tone,
    timeout: action ? 10_000 : 5_000,
    actionProps: action && {
      children: action.label,
      onClick: () => {
        manager.close(id)
        action.onClick()
      },
    },
  })
  // Base UI would do this for toasts of high priority, which it hides from screen readers, focusable as they are.
  if (tone === 'danger') announce([title, description].filter(Boolean).join('. '), { assertive: true })
}

/** Shows what `showToast` says, three at a time. F6 moves the focus there. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-4 z-60 flex flex-col-reverse gap-2 outline-none sm:left-auto sm:w-88">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

const icons: Record<string, ReactNode> = {
  success: <CircleCheck aria-hidden className="text-success" />,
  danger: <CircleAlert aria-hidden className="text-danger" />,
  info: <Info aria-hidden className="text-info" />,
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      // Announced already. Around it is a region of which everything new is read.
      aria-live={toast.type === 'danger' ? 'off' : undefined}
      className={cn(
        'rounded-lg border border-line bg-raised shadow-raised transition-[opacity,translate] duration-200',
        'translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y)',
        'data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0',
      )}
    >
      <Toast.Content className="flex items-center gap-2.5 py-2 pr-2 pl-3 [&_svg]:size-4 [&_svg]:shrink-0">
        {icons[toast.type ?? 'info']}
        <div className="min-w-0 flex-1 py-0.5">
          <Toast.Title className="font-medium" />
          <Toast.Description className="text-muted" />
        </div>
        <Toast.Action className={buttonStyles({ size: 'sm' })} />
        <Toast.Close
          aria-label="Dismiss"
          className={cn(buttonStyles({ variant: 'ghost', size: 'sm', square: true }), 'text-muted')}
        >
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
