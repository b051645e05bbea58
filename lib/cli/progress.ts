/**
 * Says that something is being done, that it still is, and how long it took. Silent when it was quick.
 */
export async function withProgress<T>(label: string, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  console.log(`${label}…`)
  const timer = setInterval(() => console.log(`  still at it after ${seconds()} s`), 10_000)
  try {
    const result = await work()
    if (seconds() > 1) console.log(`  done in ${seconds()} s`)
    return result
  } finally {
    clearInterval(timer)
  }
}
