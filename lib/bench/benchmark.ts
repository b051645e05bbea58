import type { Cores } from './cores'

/** One part of `npm run bench`. */
export type Benchmark = {
  /** What it is called with: `npm run bench -- redaction`. */
  name: string
  /** Starts whole servers, which may have to be built first. `--quick` leaves it out unless it is named. */
  needsServers?: true
  run: (options: BenchOptions) => Promise<Table>
}

export type BenchOptions = {
  /** Only shows that everything runs; the figures mean nothing. */
  isQuick: boolean
  upstream: Upstream
  cores: Cores
}

/** Where the other side listens, which is a process of its own. */
export type Upstream = {
  origin: string
  /** Accepts connections and stays silent. */
  silentPort: number
  /** `EGRESS_ALLOW` for both. */
  allow: string
}

export type Table = { title: string; columns: string[]; rows: string[][] }
