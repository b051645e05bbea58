import type { ReactNode } from 'react'
import { Wordmark } from '@/components/shell/wordmark'

/** A page outside of every organization that lets somebody in. */
export function Entrance({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-4 pb-[14vh]">
      <div className="w-full max-w-sm">
        <div className="mb-5 flex justify-center">
          <Wordmark />
        </div>
        {children}
      </div>
    </main>
  )
}
