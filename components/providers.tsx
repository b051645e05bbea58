'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { MotionSetting } from '@/components/shell/motion-setting'
import { signInAgain } from '@/components/shell/sign-in-again'
import { SignedOutDialog } from '@/components/shell/signed-out-dialog'
import { LocaleProvider } from '@/components/ui/locale-context'
import { ToastProvider } from '@/components/ui/toast'
import { ActionError } from '@/lib/action-result'

type ProvidersProps = { nonce: string | undefined; locale: string; children: ReactNode }

/** Everything that all pages share on the client. */
export function Providers({ nonce, locale, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient)
  return (
    <ThemeProvider attribute="class" nonce={nonce} disableTransitionOnChange>
      <CSPProvider nonce={nonce} disableStyleElements>
        <LocaleProvider locale={locale}>
          <NuqsAdapter>
            <QueryClientProvider client={queryClient}>
              <Tooltip.Provider delay={400}>
                <ToastProvider>
                  {children}
                  <SignedOutDialog />
                  <MotionSetting />
                </ToastProvider>
              </Tooltip.Provider>
            </QueryClientProvider>
          </NuqsAdapter>
        </LocaleProvider>
      </CSPProvider>
    </ThemeProvider>
  )
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInAgain }),
    mutationCache: new MutationCache({ onError: signInAgain }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What was refused is refused again; only an outage may pass.
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ActionError && error.body.code !== 'unavailable'),
      },
    },
  })
}
