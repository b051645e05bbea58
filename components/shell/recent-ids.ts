import { z } from 'zod'
import { createStoredJson } from './stored-json'

/**
 * Ids that were used last on this device, newest first, apart for each organization. Only ids: what they
 * stand for is asked of the server again, which knows whether its reader may still see it.
 */
export function createRecentIds(name: string, limit: number) {
  const stored = createStoredJson<string[]>(`sluice.${name}.`, z.array(z.string()), [])
  return {
    useIds: stored.use,
    remember: (organization: string, id: string): void => {
      const others = stored.read(organization).filter((other) => other !== id)
      stored.write(organization, [id, ...others].slice(0, limit))
    },
  }
}
