'use client'

import { useMemo } from 'react'
import {
  formatBytes,
  formatDateTime,
  formatDuration,
  formatList,
  formatNumber,
  formatRelativeTime,
  formatTime,
} from '@/lib/format'
import { useLocale } from './locale-context'

/** The formatters of `lib/format`, bound to the reader's locale. */
export function useFormat() {
  const locale = useLocale()
  return useMemo(
    () => ({
      number: (value: number) => formatNumber(locale, value),
      duration: (ms: number) => formatDuration(locale, ms),
      bytes: (bytes: number) => formatBytes(locale, bytes),
      relativeTime: (date: string | Date, now = new Date()) =>
        formatRelativeTime(locale, new Date(date), now),
      dateTime: (date: string | Date) => formatDateTime(locale, new Date(date)),
      time: (date: string | Date) => formatTime(locale, new Date(date)),
      list: (items: readonly string[]) => formatList(locale, items),
    }),
    [locale],
  )
}
