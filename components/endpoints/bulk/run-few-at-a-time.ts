/** Does the work for every item in their order, for at most `limit` of them at once; none begins after an abort. */
export async function runFewAtATime<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      if (signal.aborted) return
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: limit }, worker))
}
