import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { withOrg } from '@/db/client'
import { runs } from '@/db/schema'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { deleteFlow } from '@/lib/flows/delete-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { parseInput } from '@/lib/parse-input'
import { endpointInput } from '@/lib/testing/endpoint-input'
import { insertRun } from '@/lib/testing/insert-run'
import { testOrganization } from '@/lib/testing/organization'
import { listShownAuditLog } from './list-shown-audit-log'
import { listAuditLogSchema } from './schema'
import { writeAuditEntry } from './write-audit-entry'

const everything = parseInput(listAuditLogSchema, {})

async function withObjects() {
  const organization = await testOrganization()
  const { admin, editor } = organization
  const endpoint = await createEndpoint(admin, endpointInput())
  const flow = await createFlow(editor, createFlowSchema.parse({ name: 'Orders' }))
  await insertRun(editor, flow.id, 'succeeded', new Date())
  const [run] = await withOrg(editor, (tx) => tx.select().from(runs).where(eq(runs.flowId, flow.id)))
  const runId = run?.id ?? ''
  const about = { objectType: 'run', objectId: runId, objectName: flow.name } as const
  await withOrg(editor, (tx) => writeAuditEntry(tx, editor, { action: 'run.started', ...about }))
  const targets = async () => {
    const { data } = await listShownAuditLog(admin, everything)
    return Object.fromEntries(data.map(({ action, target }) => [action, target]))
  }
  return { ...organization, endpoint, flow, runId, targets }
}

describe('listShownAuditLog', () => {
  it('leads to what is there, and to nothing that is deleted', async () => {
    const { admin, editor, endpoint, flow, runId, targets } = await withObjects()
    expect(await targets()).toEqual({
      'endpoint.created': { type: 'endpoint', id: endpoint.id },
      'flow.created': { type: 'flow', id: flow.id },
      'run.started': { type: 'run', id: runId, flowId: flow.id },
    })
    await deleteEndpoint(admin, { id: endpoint.id })
    await deleteFlow(editor, { id: flow.id })
    const gone = await targets()
    expect(Object.keys(gone)).toHaveLength(5)
    expect(new Set(Object.values(gone))).toEqual(new Set([null]))
  })

  it('leads to nothing of another organization', async () => {
    const { endpoint, flow, runId } = await withObjects()
    const { admin } = await testOrganization()
    await withOrg(admin, async (tx) => {
      for (const [objectType, objectId] of [
        ['endpoint', endpoint.id],
        ['flow', flow.id],
        ['run', runId],
      ] as const) {
        await writeAuditEntry(tx, admin, {
          action: 'flow.updated',
          objectType,
          objectId,
          objectName: 'Theirs',
        })
      }
    })
    const { data } = await listShownAuditLog(admin, everything)
    expect(data.map(({ target }) => target)).toEqual([null, null, null])
  })

  it('is for admins', async () => {
    const { editor, viewer } = await testOrganization()
    for (const ctx of [editor, viewer]) {
      await expect(listShownAuditLog(ctx, everything)).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})
