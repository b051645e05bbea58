export type StatusRange = { from: number; to: number }

export const defaultSuccessStatuses = '200-299'

/** Reads `200-299, 404`. `null` when it can't be read or names something that is no final HTTP status. */
export function parseSuccessStatuses(text: string): StatusRange[] | null {
  const parts = (text.trim() === '' ? defaultSuccessStatuses : text).split(',')
  const ranges: StatusRange[] = []
  for (const part of parts) {
    const match = /^\s*(\d{3})\s*(?:-\s*(\d{3})\s*)?$/.exec(part)
    if (!match) return null
    const from = Number(match[1])
    const to = Number(match[2] ?? match[1])
    if (from < 200 || to > 599 || from > to) return null
    ranges.push({ from, to })
  }
  return ranges
}

export function isSuccessStatus(ranges: StatusRange[], statusCode: number): boolean {
  return ranges.some(({ from, to }) => statusCode >= from && statusCode <= to)
}
