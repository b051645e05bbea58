import type { Endpoint } from '@/lib/endpoints/schema'

type Named = { name: string; enabled?: boolean }

/** The endpoint’s default header of that name, in any case. */
export function inheritedHeader(name: string, endpoint: Endpoint | undefined) {
  return endpoint?.defaultHeaders.find((header) => header.name.toLowerCase() === name.toLowerCase())
}

/** Whether one of the step’s own headers replaces a default one. */
export function isOverridden(name: string, own: readonly Named[]): boolean {
  return own.some((row) => row.enabled !== false && row.name.toLowerCase() === name.toLowerCase())
}
