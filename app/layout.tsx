import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/providers'
import { LiveRegions } from '@/components/ui/live-regions'
import { readerLocale } from '@/lib/format'
import { cn } from '@/lib/utils'

export const metadata: Metadata = {
  title: { template: '%s · Sluice', default: 'Sluice' },
  description: 'Flows that call APIs, with every connection kept once.',
  robots: { index: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f8fa' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1116' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const given = await headers()
  return (
    // next-themes puts the class on before the first paint.
    <html lang="en" suppressHydrationWarning className={cn(GeistSans.variable, GeistMono.variable)}>
      <body>
        <Providers
          nonce={given.get('x-nonce') ?? undefined}
          locale={readerLocale(given.get('accept-language'))}
        >
          <div id="app">{children}</div>
        </Providers>
        <LiveRegions />
      </body>
    </html>
  )
}
