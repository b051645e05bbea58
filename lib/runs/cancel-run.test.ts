import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '@/db/client'
import { auditEntries, runs } from '@/db/schema'
import { testDatabase, ownerDatabase } from '@/lib/testing/database'
import { testOrganization } from '@/lib/testing/organization'
import { cancelRun } from './cancel-run'
import { getRun } from './get-run'
import { json, type UpstreamFlow, upstreamFlow } from './testing/upstream-flow'

const refused = (code: string) => expect.objectContaining({ name: 'AppError', code })

/** A run that hangs in its call, because the other side accepts and never answers. */
async function hangingRun(flow?: UpstreamFlow) {
  let arrived: () => void = () => {}
  const isCalling = new Promise<void>((resolve) => (arrived = resolve))
  const given = flow ?? (await upstreamFlow({ onRequest: () => arrived() }))
  const started = await given.start()
  await isCalling
  return { flow: given, ...started }
}

describe('cancelRun', () => {
  it('closes the socket, and everything says canceled afterwards', async () => {
    const { flow, run, finished } = await hangingRun()
    const asked = performance.now()
    const answered = await cancelRun(flow.organization.editor, { id: run.id })
    expect(answered.cancelRequested).toBe(true)
    await flow.server.allClosed()
    expect(performance.now() - asked).toBeLessThan(5_000)

    const ended = await finished
    expect(ended).toMatchObject({ status: 'canceled', error: { code: 'canceled', nodeId: 'call' } })
    expect(ended.steps.at(-1)).toMatchObject({
      status: 'canceled',
      record: { error: { code: 'canceled' }, output: null },
    })
    expect(ended.steps.map(({ record }) => record.nodeId)).toEqual(['start', 'call'])
  })

  it('works from another process', async () => {
    const { flow, run, finished } = await hangingRun()
    const other = createDatabase(testDatabase().$client.options.connectionString ?? '', () => {})
    try {
      await cancelRun({ ...flow.organization.editor, db: other.db }, { id: run.id })
      expect((await finished).status).toBe('canceled')
    } finally {
      await other.pool.end()
    }
  })

  it('ends a wait between two attempts', async () => {
    let arrived: () => void = () => {}
    const isCalled = new Promise<void>((resolve) => (arrived = resolve))
    const flow = await upstreamFlow({
      onRequest: (socket) => {
        socket.write(json('{}', { status: '503 Busy' }))
        arrived()
      },
      call: { retry: { attempts: 2, delaySeconds: 60 } },
    })
    const { run, finished } = await flow.start()
    await isCalled
    await cancelRun(flow.organization.editor, { id: run.id })
    expect((await finished).status).toBe('canceled')
    expect(flow.server.requests).toHaveLength(1)
  })

  it('asked for twice is asked for once', async () => {
    const { flow, run, finished } = await hangingRun()
    await Promise.all([1, 2, 3].map(() => cancelRun(flow.organization.editor, { id: run.id })))
    await finished
    const entries = await ownerDatabase().select().from(auditEntries).where(eq(auditEntries.objectId, run.id))
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'run.canceled',
      'run.finished',
      'run.started',
    ])
  })

  describe('of a run that has ended', () => {
    let flow: UpstreamFlow
    beforeAll(async () => {
      flow = await upstreamFlow()
    })

    it('changes nothing', async () => {
      const ended = await flow.run()
      expect(await cancelRun(flow.organization.editor, { id: ended.id })).toEqual(ended)
      const [row] = await ownerDatabase().select().from(runs).where(eq(runs.id, ended.id))
      expect(row).toMatchObject({ status: 'succeeded', cancelRequestedAt: null })
    })

    it('is refused to viewers and not found by others', async () => {
      const { id } = await flow.run()
      const foreign = await testOrganization()
      await expect(cancelRun(flow.organization.viewer, { id })).rejects.toEqual(refused('forbidden'))
      await expect(cancelRun(foreign.admin, { id })).rejects.toEqual(refused('not_found'))
      await expect(getRun(foreign.admin, { id })).rejects.toEqual(refused('not_found'))
      await expect(cancelRun(foreign.admin, { id: 'nonsense' })).rejects.toEqual(refused('not_found'))
    })
  })
})
