import pg from 'pg'
import { expect, it, vi } from 'vitest'
import { createVigil } from './create-vigil'

/** What a vigil has heard when the database's clock said these seconds, one look after another. */
async function heardAt(...seconds: number[]) {
  const pool = new pg.Pool()
  const vigil = createVigil(pool)
  for (const second of seconds) {
    vi.spyOn(pool, 'query').mockResolvedValueOnce({ rows: [{ now: new Date(second * 1_000) }] } as never)
    await vigil.look()
  }
  const { from, until } = vigil.heard() ?? {}
  return [from, until].map((time) => (time?.getTime() ?? 0) / 1_000)
}

it('goes on from look to look, and begins anew after a gap', async () => {
  expect(await heardAt(10_000, 10_002, 10_012)).toEqual([10_000, 10_012])
  expect(await heardAt(10_000, 10_002, 10_013)).toEqual([10_013, 10_013])
})

it('begins anew when the clock of the database was set back', async () => {
  expect(await heardAt(10_000, 10_002, 6_404, 6_406)).toEqual([6_404, 6_406])
})
