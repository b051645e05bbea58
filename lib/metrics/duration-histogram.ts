type Row = { labels: string; counts: Float64Array; sumSeconds: number }
type Branch = { next: Map<string, Branch>; row: Row | null }
type Values<L extends readonly string[]> = { [K in keyof L]: string }

/**
 * A histogram of durations that only adds up numbers until somebody scrapes. prom-client's own spells out
 * the labels at each observation, to find its numbers by them: 2 to 5 µs, and a run has some ten of them.
 */
export class DurationHistogram<const L extends readonly string[]> {
  readonly #name: string
  readonly #help: string
  readonly #labelNames: L
  readonly #bounds: number[]
  readonly #root: Branch = newBranch()
  readonly #rows: Row[] = []

  /** @param bounds of the buckets, in seconds, ascending */
  constructor(name: string, help: string, labelNames: L, bounds: number[]) {
    this.#name = name
    this.#help = help
    this.#labelNames = labelNames
    this.#bounds = bounds
  }

  /**
   * @param ms less than 0 counts as 0: one time may be of another machine's clock, and a sum that falls looks
   *   like a restart
   * @param values of the labels in their order; each from a short closed list, for every combination stays
   */
  observe(ms: number, ...values: Values<L>): void {
    const row = this.#rowOf(values)
    const seconds = Math.max(0, ms) / 1000
    let bucket = 0
    while (bucket < this.#bounds.length && seconds > (this.#bounds[bucket] ?? Infinity)) bucket++
    row.counts[bucket] = (row.counts[bucket] ?? 0) + 1
    row.sumSeconds += seconds
  }

  /** As Prometheus reads it. */
  text(): string {
    const head = [`# HELP ${this.#name} ${this.#help}`, `# TYPE ${this.#name} histogram`]
    return [...head, ...this.#rows.flatMap((row) => this.#lines(row))].join('\n') + '\n'
  }

  #rowOf(values: readonly string[]): Row {
    let branch = this.#root
    for (const value of values) {
      let next = branch.next.get(value)
      if (!next) branch.next.set(value, (next = newBranch()))
      branch = next
    }
    return (branch.row ??= this.#newRow(values))
  }

  #newRow(values: readonly string[]): Row {
    const labels = this.#labelNames.map((name, index) => `${name}=${JSON.stringify(values[index])}`).join(',')
    const row = { labels, counts: new Float64Array(this.#bounds.length + 1), sumSeconds: 0 }
    this.#rows.push(row)
    return row
  }

  #lines({ labels, counts, sumSeconds }: Row): string[] {
    let total = 0
    const buckets = [...this.#bounds, '+Inf'].map((bound, index) => {
      total += counts[index] ?? 0
      return `${this.#name}_bucket{${labels}${labels && ','}le="${bound}"} ${total}`
    })
    const own = labels && `{${labels}}`
    return [...buckets, `${this.#name}_sum${own} ${sumSeconds}`, `${this.#name}_count${own} ${total}`]
  }
}

function newBranch(): Branch {
  return { next: new Map(), row: null }
}
