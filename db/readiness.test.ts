import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { ownerDatabase, testDatabase } from '@/lib/testing/database'
import { databaseReadiness } from './readiness'

describe('databaseReadiness', () => {
  it('sees as the application that every migration is applied, and that one is missing', async () => {
    expect(await databaseReadiness(testDatabase())).toBe('ok')
    const rolledBack = ownerDatabase().transaction(async (tx) => {
      await tx.execute(sql`delete from drizzle.__drizzle_migrations
        where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`)
      throw new Error(await databaseReadiness(tx))
    })
    await expect(rolledBack).rejects.toThrow('migrating')
  })

  it('sees that the database takes no changes', async () => {
    const readOnly = { accessMode: 'read only' } as const
    expect(await testDatabase().transaction(databaseReadiness, readOnly)).toBe('read_only')
    expect(await testDatabase().transaction(databaseReadiness)).toBe('ok')
  })
})
