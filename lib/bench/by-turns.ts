/**
 * Measures several targets by turns, so that whatever else the machine does meets all of them. Where
 * there are several rounds, one before them doesn't count.
 * @returns every figure of each target, in ascending order
 */
export async function byTurns<K extends string>(
  rounds: number,
  targets: Record<K, () => number | Promise<number>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(targets) as K[]
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>
  for (let round = rounds > 1 ? 0 : 1; round <= rounds; round++) {
    for (const name of names) {
      const figure = await targets[name]()
      if (round > 0) figures[name].push(figure)
    }
  }
  for (const name of names) figures[name].sort((a, b) => a - b)
  return figures
}

/** Of figures in ascending order. */
export function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
