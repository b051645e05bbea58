import { createServices } from '@/lib/create-services'
import { env } from '@/lib/env'
import type { Services } from '@/lib/services'

// Next loads modules several times (development reloads, separate bundles for routes and pages), and
// each copy would open pools of its own.
const holder = globalThis as typeof globalThis & { sluiceServices?: Services }

/** The parts of this process, made on first use, so that a build needs no configuration. */
export function processServices(): Services {
  holder.sluiceServices ??= createServices(env())
  return holder.sluiceServices
}
