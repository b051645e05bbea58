import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, endpointUses, flowVersions } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { AppError } from '@/lib/errors'
import { parseInput } from '@/lib/parse-input'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput } from '@/lib/testing/endpoint-input'
import { insertRun } from '@/lib/testing/insert-run'
import { type TestOrganization, testOrganization } from '@/lib/testing/organization'
import { createFlow } from './create-flow'
import { deleteFlow } from './delete-flow'
import { duplicateFlow } from './duplicate-flow'
import { getFlow } from './get-flow'
import { listFlows } from './list-flows'
import { publishFlow } from './publish-flow'
import { createFlowSchema, type FlowDefinition, listFlowsSchema, updateFlowSchema } from './schema'
import { callFlow } from './testing/definitions'
import { updateFlow } from './update-flow'

let organization: TestOrganization
let foreign: TestOrganization
beforeAll(async () => {
  organization = await testOrganization()
  foreign = await testOrganization()
})

function newFlow(ctx: OrgContext, input: Record<string, unknown> = {}) {
  return createFlow(ctx, createFlowSchema.parse({ name: `Flow ${randomUUID()}`, ...input }))
}

/** The same definition with a text that no schema has seen. */
function withText({ nodes, edges }: FlowDefinition, label: string) {
  return { nodes: nodes.map((node) => ({ ...node, data: { ...node.data, label } })), edges }
}

/** The ids of all flows that a query lists, two or so at a time. */
async function allPages(ctx: OrgContext, query: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await listFlows(ctx, listFlowsSchema.parse({ limit: 1, ...query, cursor }))
    ids.push(...page.data.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}

const refused = (code: string) => expect.objectContaining({ name: 'AppError', code })

const verbs: Record<string, (ctx: OrgContext, id: string) => Promise<unknown>> = {
  getFlow: (ctx, id) => getFlow(ctx, { id }),
  updateFlow: (ctx, id) => updateFlow(ctx, { id, version: 1, name: 'New name' }),
  publishFlow: (ctx, id) => publishFlow(ctx, { id, version: 1 }),
  duplicateFlow: (ctx, id) => duplicateFlow(ctx, { id }),
  deleteFlow: (ctx, id) => deleteFlow(ctx, { id }),
}

describe.each(Object.entries(verbs))('%s', (_name, verb) => {
  it('finds a flow of its own organization', async () => {
    const flow = await newFlow(organization.editor)
    await expect(verb(organization.editor, flow.id)).resolves.not.toThrow()
  })

  it('answers alike for another organization’s flow, one that never was and a text that is no id', async () => {
    const flow = await newFlow(foreign.editor)
    const answers = await Promise.all(
      [flow.id, randomUUID(), 'nonsense'].map((id) =>
        verb(organization.admin, id).catch((error: unknown) => error),
      ),
    )
    for (const answer of answers) {
      expect(answer).toEqual(refused('not_found'))
      expect((answer as AppError).message).toBe((answers[0] as AppError).message)
    }
    expect(await getFlow(foreign.editor, { id: flow.id })).toEqual(flow)
  })
})

const changing = Object.entries(verbs).filter(([name]) => name !== 'getFlow')

it.each(changing)('%s refuses viewers, who may look', async (_name, verb) => {
  const flow = await newFlow(organization.editor)
  await expect(verb(organization.viewer, flow.id)).rejects.toEqual(refused('forbidden'))
  expect(await getFlow(organization.viewer, { id: flow.id })).toEqual(flow)
})

describe('createFlow', () => {
  it('begins blank, with one start step', async () => {
    const flow = await newFlow(organization.editor, { description: ' d ' })
    expect(flow).toMatchObject({
      description: 'd',
      version: 1,
      published: null,
      stepCount: 1,
      endpoints: [],
      lastRun: null,
      problems: [],
      createdBy: organization.editor.actor.name,
    })
    expect(flow.definition.nodes).toMatchObject([{ type: 'start', data: { key: 'start', label: 'Start' } }])
  })

  it('saves what can’t run yet, and lists its problems', async () => {
    const flow = await newFlow(organization.editor, { definition: callFlow(null) })
    expect(flow.problems).toMatchObject([{ code: 'endpoint_missing', nodeId: 'call' }])
  })

  it('refuses viewers', async () => {
    await expect(newFlow(organization.viewer)).rejects.toEqual(refused('forbidden'))
  })

  it('is recorded in the audit log', async () => {
    const flow = await newFlow(organization.editor)
    const entries = await ownerDatabase()
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.objectId, flow.id))
    expect(entries).toMatchObject([{ action: 'flow.created', objectName: flow.name, actorType: 'user' }])
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(81) }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ definition: { nodes: [{ id: 'a' }], edges: [] } }, 'definition.nodes.0.position'],
    [{ definition: withText(callFlow(null), 'a\ud800') }, 'definition.nodes.0'],
    [{ unknown: 1 }, 'unknown'],
  ])('says which field is bad in %#', (input, path) => {
    const parse = () => parseInput(createFlowSchema, { name: 'Fine', ...input })
    const fieldErrors = expect.arrayContaining([expect.objectContaining({ path })])
    expect(parse).toThrow(expect.objectContaining({ code: 'invalid_input', fieldErrors }))
  })
})

describe('updateFlow', () => {
  it('changes what is named, and counts up', async () => {
    const flow = await newFlow(organization.editor)
    const definition = callFlow(null)
    const saved = await updateFlow(organization.admin, { id: flow.id, version: 1, definition })
    expect(saved).toMatchObject({ name: flow.name, version: 2, updatedBy: organization.admin.actor.name })
    expect(saved.definition).toEqual(definition)
  })

  it('lets exactly one of many edits from one version through, and shows the others what is there', async () => {
    const flow = await newFlow(organization.editor)
    const edits = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        updateFlow(organization.editor, { id: flow.id, version: 1, name: `Edit ${index}` }),
      ),
    )
    const done = edits.filter((edit) => edit.status === 'fulfilled')
    expect(done).toHaveLength(1)
    const winner = done[0]?.value
    for (const edit of edits) {
      if (edit.status === 'fulfilled') continue
      expect(edit.reason).toEqual(refused('conflict'))
      expect((edit.reason as AppError).details.current).toEqual(winner)
    }
  })

  it('keeps React Flow’s own fields and foreign parts of nodes out', () => {
    const [node, ...others] = callFlow(null).nodes
    const touched = { ...node, selected: true, dragging: false, measured: { width: 1 } }
    const parsed = updateFlowSchema.parse({
      version: 1,
      definition: { nodes: [touched, ...others], edges: [] },
    })
    expect(parsed.definition?.nodes[0]).toEqual(node)
  })
})

describe('uses of endpoints', () => {
  const newEndpoint = (ctx: OrgContext) => createEndpoint(ctx, endpointInput())

  it('keep an endpoint from being deleted, from the first save on, until they are gone', async () => {
    const { admin, editor } = organization
    const { id, name } = await newEndpoint(admin)
    const flow = await newFlow(editor, { definition: callFlow(id) })
    expect(flow.endpoints).toEqual([{ id, name }])
    expect(flow.problems).toEqual([])
    await expect(deleteEndpoint(admin, { id })).rejects.toEqual(refused('in_use'))

    await publishFlow(editor, { id: flow.id })
    await updateFlow(editor, { id: flow.id, version: 1, definition: callFlow(null) })
    // The published version still uses it.
    await expect(deleteEndpoint(admin, { id })).rejects.toEqual(refused('in_use'))

    await deleteFlow(editor, { id: flow.id })
    await deleteEndpoint(admin, { id })
  })

  it('of another organization’s endpoint are no uses, but a problem', async () => {
    const { id } = await newEndpoint(foreign.admin)
    const flow = await newFlow(organization.editor, { definition: callFlow(id) })
    expect(flow.problems).toMatchObject([{ code: 'endpoint_deleted', field: 'endpointId' }])
    expect(flow.endpoints).toEqual([])
    const uses = await ownerDatabase().select().from(endpointUses).where(eq(endpointUses.endpointId, id))
    expect(uses).toEqual([])
  })

  it('and deletions can’t slip past each other', async () => {
    const { admin, editor } = organization
    for (let round = 0; round < 5; round++) {
      const { id } = await newEndpoint(admin)
      const [flow, deleted] = await Promise.allSettled([
        newFlow(editor, { definition: callFlow(id) }),
        deleteEndpoint(admin, { id }),
      ])
      if (flow.status === 'rejected') throw flow.reason
      const isUsed = flow.value.endpoints.length === 1
      expect(deleted.status).toBe(isUsed ? 'rejected' : 'fulfilled')
      expect(flow.value.problems).toHaveLength(isUsed ? 0 : 1)
    }
  })
})

describe('publishFlow', () => {
  it('freezes the draft under the next number, once a draft', async () => {
    const { editor } = organization
    const flow = await newFlow(editor)
    const first = await publishFlow(editor, { id: flow.id, version: 1 })
    expect(first.published).toMatchObject({ number: 1, draftVersion: 1, by: editor.actor.name })
    expect((await publishFlow(editor, { id: flow.id })).published).toEqual(first.published)
    await updateFlow(editor, { id: flow.id, version: 1, description: 'changed' })
    const second = await publishFlow(editor, { id: flow.id, version: 2 })
    expect(second.published).toMatchObject({ number: 2, draftVersion: 2 })
    const versions = await ownerDatabase().select().from(flowVersions).where(eq(flowVersions.flowId, flow.id))
    expect(new Set(versions.map(({ publishedNumber }) => publishedNumber))).toEqual(new Set([1, 2]))
  })

  it('refuses a flow that can’t run, with its problems', async () => {
    const { editor } = organization
    const flow = await newFlow(editor, { definition: callFlow(null) })
    const error: unknown = await publishFlow(editor, { id: flow.id, version: 1 }).catch((e: unknown) => e)
    expect(error).toEqual(refused('unprocessable'))
    expect(error).toMatchObject({
      message: 'Choose an API endpoint.',
      details: { problems: flow.problems },
      fieldErrors: [{ path: 'definition.nodes.1.data.endpointId', message: 'Choose an API endpoint.' }],
    })
    expect((await getFlow(editor, { id: flow.id })).published).toBeNull()
  })

  it('judges a step’s headers by its endpoint', async () => {
    const { editor, admin } = organization
    const key = { type: 'apiKey', key: 'k'.repeat(20), headerName: 'X-Key' } as const
    const closed = await createEndpoint(admin, endpointInput({ authentication: key }))
    const open = await createEndpoint(admin, endpointInput({ authentication: { type: 'none' } }))
    const flowOf = ({ id }: { id: string }) =>
      newFlow(editor, { definition: callFlow(id, { headers: [{ name: 'x-key', value: 'mine' }] }) })

    const refusedFlow = await flowOf(closed)
    expect(refusedFlow.problems).toMatchObject([
      { message: `“x-key” is sent by the authentication of ${closed.name}.` },
    ])
    await expect(publishFlow(editor, { id: refusedFlow.id })).rejects.toEqual(refused('unprocessable'))

    const flow = await flowOf(open)
    expect(flow.problems).toEqual([])
    expect((await publishFlow(editor, { id: flow.id })).published).toMatchObject({ number: 1 })
  })

  it('refuses a draft that has moved on', async () => {
    const { editor } = organization
    const flow = await newFlow(editor)
    await updateFlow(editor, { id: flow.id, version: 1, name: 'Moved' })
    await expect(publishFlow(editor, { id: flow.id, version: 1 })).rejects.toEqual(refused('conflict'))
  })
})

describe('duplicateFlow', () => {
  it('copies the draft, not what was published', async () => {
    const { editor } = organization
    const flow = await newFlow(editor, { name: 'n'.repeat(80) })
    await publishFlow(editor, { id: flow.id })
    const copy = await duplicateFlow(editor, { id: flow.id })
    expect(copy).toMatchObject({ name: `${'n'.repeat(73)} (copy)`, version: 1, published: null })
    expect(copy.definition).toEqual(flow.definition)
    expect(copy.id).not.toBe(flow.id)
  })
})

describe('deleteFlow', () => {
  it('takes the flow out of sight', async () => {
    const { editor } = organization
    const flow = await newFlow(editor)
    await deleteFlow(editor, { id: flow.id })
    await expect(getFlow(editor, { id: flow.id })).rejects.toEqual(refused('not_found'))
    await expect(deleteFlow(editor, { id: flow.id })).rejects.toEqual(refused('not_found'))
  })
})

describe('listFlows', () => {
  it('pages through all flows of the organization, the last changed first, each once', async () => {
    const { editor, viewer } = await testOrganization()
    const made: string[] = []
    for (let index = 0; index < 5; index++) made.push((await newFlow(editor)).id)
    await updateFlow(editor, { id: made[0] ?? '', version: 1, name: 'Touched' })
    expect(await allPages(viewer, { limit: 2 })).toEqual([made[0], made[4], made[3], made[2], made[1]])
  })

  it('searches literally, in name and description', async () => {
    const { editor } = await testOrganization()
    const percent = await newFlow(editor, { name: '100%_done' })
    const described = await newFlow(editor, { name: 'Other', description: 'is 100%_DONE' })
    await newFlow(editor, { name: '100 not done' })
    const { data } = await listFlows(editor, listFlowsSchema.parse({ search: '100%_d' }))
    expect(data.map(({ id }) => id).sort()).toEqual([percent.id, described.id].sort())
    expect(data[0]).not.toHaveProperty('definition')
  })

  it('sorts by name or by last run, in both directions, page by page', async () => {
    const { editor } = await testOrganization()
    const beta = await newFlow(editor, { name: 'beta' })
    const alpha = await newFlow(editor, { name: 'Alpha' })
    const gamma = await newFlow(editor, { name: 'Gamma' })
    await insertRun(editor, beta.id, 'failed', new Date('2026-01-01T00:00:00.000Z'))
    await insertRun(editor, alpha.id, 'succeeded', new Date('2026-01-02T00:00:00.123Z'))
    await insertRun(editor, alpha.id, 'failed', new Date('2025-01-02T00:00:00.123Z'))
    const byName = [alpha.id, beta.id, gamma.id]
    expect(await allPages(editor, { sort: 'name' })).toEqual(byName)
    expect(await allPages(editor, { sort: 'name', order: 'desc' })).toEqual(byName.toReversed())
    const byLastRun = [alpha.id, beta.id, gamma.id]
    expect(await allPages(editor, { sort: 'lastRun' })).toEqual(byLastRun)
    expect(await allPages(editor, { sort: 'lastRun', order: 'asc' })).toEqual(byLastRun.toReversed())
  })

  it('filters by how the last run ended and by the endpoint that the draft uses', async () => {
    const { admin, editor } = await testOrganization()
    const endpoint = await createEndpoint(admin, endpointInput())
    const calls = await newFlow(editor, { definition: callFlow(endpoint.id) })
    const failed = await newFlow(editor)
    const unused = await newFlow(editor)
    await insertRun(editor, calls.id, 'failed', new Date('2026-01-01T00:00:00Z'))
    await insertRun(editor, calls.id, 'succeeded', new Date('2026-01-02T00:00:00Z'))
    await insertRun(editor, failed.id, 'failed', new Date('2026-01-01T00:00:00Z'))
    expect(await allPages(editor, { endpoint: endpoint.id })).toEqual([calls.id])
    expect(await allPages(editor, { lastRun: 'succeeded' })).toEqual([calls.id])
    expect(await allPages(editor, { lastRun: 'failed' })).toEqual([failed.id])
    expect(await allPages(editor, { lastRun: 'never' })).toEqual([unused.id])
    expect(await allPages(editor, { lastRun: 'failed', endpoint: endpoint.id })).toEqual([])
  })

  it('shows nothing of other organizations, and refuses a cursor that isn’t ours', async () => {
    const { editor } = await testOrganization()
    expect(await listFlows(editor, listFlowsSchema.parse({}))).toEqual({ data: [], nextCursor: null })
    for (const forged of ['x', Buffer.from(JSON.stringify(['now()', randomUUID()])).toString('base64url')]) {
      await expect(listFlows(editor, listFlowsSchema.parse({ cursor: forged }))).rejects.toEqual(
        refused('invalid_input'),
      )
    }
  })
})
