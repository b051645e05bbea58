import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { AppError } from '@/lib/errors'
import { countKeyUses } from './count-key-uses'

/**
 * Makes sure that no stored secret needs a key, and has `remove` take it out of the ring while that is
 * certain: nobody can store a secret in the meantime. Who seals one has changed its endpoint before, in
 * the same transaction, so these locks wait for all who may have sealed with the old key.
 * @throws AppError `not_found`, or `in_use` with the number of secrets in `details.secrets`
 */
export async function retireKey(
  { db }: { db: Database },
  { id, keyIds }: { id: string; keyIds: string[] },
  remove: () => void,
): Promise<void> {
  if (!keyIds.includes(id)) throw new AppError('not_found', `There is no key “${id}” in the key ring.`)
  if (id === keyIds[0]) {
    throw new AppError('in_use', `“${id}” is the primary key, which seals new secrets. Rotate first.`)
  }
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table endpoints, endpoint_secrets in share row exclusive mode`)
    const secrets = (await countKeyUses(tx)).get(id) ?? 0
    if (secrets > 0) {
      const message = `${secrets === 1 ? '1 secret needs' : `${secrets} secrets need`} the key “${id}”. Rotate first.`
      throw new AppError('in_use', message, { details: { secrets } })
    }
    remove()
  })
}
