'use client'

import './globals.css'
import type { PageErrorProps } from '@/components/shell/page-error'

/** When even the root layout failed, so none of its providers is here. */
export default function GlobalError({ error, reset }: PageErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Couldn’t load this page · Sluice</title>
        <main className="grid min-h-dvh place-items-center p-6 text-center">
          <div>
            <h1 className="text-base font-semibold">Couldn’t load this page</h1>
            <p className="mt-1 text-muted">Something went wrong on our side. What you saved is safe.</p>
            <button
              type="button"
              onClick={reset}
              className="mt-4 h-8 rounded-md border border-line-strong bg-surface px-3 font-medium hover:bg-subtle"
            >
              Retry
            </button>
            {error.digest && (
              <p className="mt-4 text-xs text-muted">
                Request id <code className="font-mono">{error.digest}</code>
              </p>
            )}
          </div>
        </main>
      </body>
    </html>
  )
}
