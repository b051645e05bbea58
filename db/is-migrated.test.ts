import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { ownerDatabase, testDatabase } from '@/lib/testing/database'
import { isMigrated } from './is-migrated'

describe('isMigrated', () => {
  it('sees as the application that every migration is applied, and that one is missing', async () => {
    expect(await isMigrated(testDatabase())).toBe(true)
    const rolledBack = ownerDatabase().transaction(async (tx) => {
      await tx.execute(sql`delete from drizzle.__drizzle_migrations
        where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`)
      throw new Error(`migrated: ${await isMigrated(tx)}`)
    })
    await expect(rolledBack).rejects.toThrow('migrated: false')
  })
})
