import type { ReactNode } from 'react'
import { Wordmark } from './wordmark'

/** A page with nothing but a message: not found, failed, no organization. */
export function MessagePage({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="flex flex-col items-center">
        <Wordmark className="mb-2" />
        {children}
      </div>
    </main>
  )
}
