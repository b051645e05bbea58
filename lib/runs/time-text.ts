/** The last time of each place, in milliseconds, and its text. */
const times = new Float64Array(256)
const texts: string[] = []

/**
 * A time in ISO 8601. Several runs, and several steps of each, have things happen in one millisecond, and to
 * write it down costs as much as a step does.
 */
export function timeText(time: Date): string {
  const ms = time.getTime()
  const place = Math.abs(ms) % times.length
  const known = texts[place]
  if (known !== undefined && times[place] === ms) return known
  const text = time.toISOString()
  times[place] = ms
  texts[place] = text
  return text
}
