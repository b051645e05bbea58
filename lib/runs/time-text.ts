let lastMs = Number.NaN
let lastText = ''

/** A time in ISO 8601. Steps follow each other within a millisecond, and a text costs as much as a step does. */
export function timeText(time: Date): string {
  const ms = time.getTime()
  if (ms !== lastMs) {
    lastText = time.toISOString()
    lastMs = ms
  }
  return lastText
}
