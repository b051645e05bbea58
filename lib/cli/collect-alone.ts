import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'

/** Where there is one processor, threads that collect garbage side by side only wait for each other. */
export function collectAlone(): void {
  if (availableParallelism() === 1) setFlagsFromString('--no-parallel-scavenge')
}
