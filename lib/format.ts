/**
 * Texts for numbers, times and sizes. Every function takes the reader's locale, because the server and
 * the browser must write the same characters; components get them bound through `useFormat`.
 */

/** The reader's regional habits with English words, which are the only ones that the product has. */
export function readerLocale(acceptLanguage: string | null): string {
  const preferred = acceptLanguage?.split(/[,;]/, 1)[0]?.trim()
  if (!preferred || preferred === '*') return 'en-US'
  try {
    const locale = new Intl.Locale(preferred).maximize()
    return locale.region ? `en-${locale.region}` : 'en-US'
  } catch {
    return 'en-US'
  }
}

export function formatNumber(locale: string, value: number): string {
  return new Intl.NumberFormat(locale).format(value)
}

function unit(locale: string, value: number, name: string, digits = 0): string {
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: name,
    maximumFractionDigits: digits,
  }).format(value)
}

/** Milliseconds as people read them: `184 ms`, `2.4 s`, `1 min 5 s`, `2 hr 3 min`. */
export function formatDuration(locale: string, ms: number): string {
  if (ms < 999.5) return unit(locale, ms, 'millisecond')
  if (ms < 59_950) return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(ms / 1000)} s`
  const seconds = Math.round(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return join(`${minutes} min`, seconds % 60, 's')
  return join(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min')
}

function join(head: string, rest: number, name: string): string {
  return rest === 0 ? head : `${head} ${rest} ${name}`
}

const sizes = ['B', 'kB', 'MB', 'GB'] as const

/** Bytes in decimal units: `12.4 kB`. */
export function formatBytes(locale: string, bytes: number): string {
  let value = bytes
  let step = 0
  while (value >= 999.5 && step < sizes.length - 1) {
    value /= 1000
    step += 1
  }
  const digits = step === 0 || value >= 99.95 ? 0 : 1
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${sizes[step]}`
}

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** `2 min. ago`, `yesterday`, `in 3 hr.`; under 45 seconds it is `just now`. */
export function formatRelativeTime(locale: string, date: Date, now: Date): string {
  const seconds = (date.getTime() - now.getTime()) / 1000
  if (Math.abs(seconds) < 45) return 'just now'
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const [name, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60]
  return format.format(Math.trunc(seconds / size) || Math.sign(seconds), name)
}

/** Date and time to the second, in the reader's time zone. */
export function formatDateTime(locale: string, date: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(date)
}

/** The time of the day to the second, in the reader's time zone. */
export function formatTime(locale: string, date: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(date)
}

export function formatList(locale: string, items: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items)
}

/** A count with the right form of its noun: `1 flow`, `3 flows`. */
export function plural(count: number, one: string, other: string): string {
  return `${formatNumber('en', count)} ${count === 1 ? one : other}`
}
