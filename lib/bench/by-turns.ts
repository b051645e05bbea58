/**
 * Measures several targets by turns, so that whatever else the machine does meets all of them. Where
 * there are several rounds, one before them doesn't count.
 * @returns what each target gave, round by round
 */
export async function inTurns<K extends string, T>(
  rounds: number,
  targets: Record<K, () => T | Promise<T>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(targets) as K[]
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>
  for (let round = rounds > 1 ? 0 : 1; round <= rounds; round++) {
    for (const name of names) {
      const result = await targets[name]()
      if (round > 0) results[name].push(result)
    }
  }
  return results
}

/** The same for figures. @returns every figure of each target, in ascending order */
export async function byTurns<K extends string>(
  rounds: number,
  targets: Record<K, () => number | Promise<number>>,
): Promise<Record<K, number[]>> {
  const figures = await inTurns<K, number>(rounds, targets)
  for (const name of Object.keys(figures) as K[]) figures[name].sort((a, b) => a - b)
  return figures
}

/** Of figures in ascending order. */
export function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** Of one figure of each result. */
export function medianOf<T>(results: readonly T[], figure: (result: T) => number): number {
  return median(results.map(figure).sort((a, b) => a - b))
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
