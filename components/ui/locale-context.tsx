'use client'

import { createContext, type ReactNode, useContext } from 'react'

const LocaleContext = createContext('en-US')

/** The reader's locale as the server saw it, so that both write the same characters. */
export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>
}

export function useLocale(): string {
  return useContext(LocaleContext)
}
