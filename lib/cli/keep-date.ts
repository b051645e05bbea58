/**
 * Does some work, such as starting Next, and puts the platform's `Date` back in its place afterwards. Next has
 * one of its own, with which it sees pages read the clock that are rendered beforehand; none of ours are. Every
 * date that it makes has another hidden class, so V8 looks up each method of each date anew, and forgets what
 * it knows of other objects over it: a tenth of what a run costs.
 */
export async function keepingDate<T>(work: () => Promise<T>): Promise<T> {
  const platformDate = globalThis.Date
  try {
    return await work()
  } finally {
    globalThis.Date = platformDate
    Object.defineProperty(platformDate.prototype, 'constructor', { value: platformDate })
  }
}
