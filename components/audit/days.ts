// Dates that people choose are days where they are; the server knows instants only.

/** Whether a text is a day of the calendar, in years that entries can be from. */
export function isDay(text: string): boolean {
  const parts = partsOf(text)
  if (!parts) return false
  const [year, month, day] = parts
  const date = new Date(Date.UTC(year, month, day))
  return year >= 1970 && year <= 9998 && date.getUTCMonth() === month && date.getUTCDate() === day
}

/** The instants from the beginning of the first day to the end of the last, in the reader's time zone. */
export function instantsOf(days: { from: string | null; to: string | null }): { from?: string; to?: string } {
  return {
    ...(days.from !== null && isDay(days.from) ? { from: startOf(days.from, 0) } : {}),
    ...(days.to !== null && isDay(days.to) ? { to: startOf(days.to, 1) } : {}),
  }
}

/** A day has 23 or 25 hours now and then, and may begin at one o'clock: so no counting in hours. */
function startOf(day: string, daysLater: number): string {
  const [year, month, date] = partsOf(day) ?? [1970, 0, 1]
  return new Date(year, month, date + daysLater).toISOString()
}

/** Year, month from 0 on, day. */
function partsOf(text: string): [number, number, number] | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  return year === undefined ? null : [Number(year), Number(month) - 1, Number(day)]
}
