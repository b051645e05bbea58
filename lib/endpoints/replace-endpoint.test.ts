import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, endpointSecrets, flowVersions } from '@/db/schema'
import { createFlow } from '@/lib/flows/create-flow'
import { getFlow } from '@/lib/flows/get-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import { callFlow } from '@/lib/flows/testing/definitions'
import { updateFlow } from '@/lib/flows/update-flow'
import type { Flow, FlowDefinition } from '@/lib/flows/schema'
import { newId } from '@/lib/new-id'
import { startRun } from '@/lib/runs/start-run'
import { upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { testOrganization } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { deleteEndpoint } from './delete-endpoint'
import { getEndpoint } from './get-endpoint'
import { listEndpointUses } from './list-endpoint-uses'
import { replaceEndpoint } from './replace-endpoint'
import { updateEndpointSchema } from './schema'
import { updateEndpoint } from './update-endpoint'

async function twoEndpoints() {
  const organization = await testOrganization()
  const old = await createEndpoint(organization.admin, endpointInput())
  const other = await createEndpoint(organization.admin, endpointInput())
  return { ...organization, old, other }
}

function endpointIn(definition: FlowDefinition): unknown {
  const call = definition.nodes.find((node) => node.type === 'apiCall')
  return call && 'endpointId' in call.data ? call.data.endpointId : undefined
}

const codeOf = ({ code }: { code: string }) => code

async function publishedOf({ id, published }: Flow) {
  const [row] = await ownerDatabase()
    .select()
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, id), eq(flowVersions.publishedNumber, published?.number ?? -1)))
  if (!row) throw new Error('This flow is not published.')
  return row
}

describe('replaceEndpoint', () => {
  it('re-points drafts and published versions, then deletes, and leaves what was run as it was', async () => {
    const { admin, editor, old, other } = await twoEndpoints()
    const draftOnly = await createFlow(editor, flowUsing(old.id))
    const same = await publishFlow(editor, { id: (await createFlow(editor, flowUsing(old.id))).id })
    const frozenBefore = await publishedOf(same)
    const ahead = await publishFlow(editor, { id: (await createFlow(editor, flowUsing(old.id))).id })
    await updateFlow(editor, { id: ahead.id, version: 1, definition: callFlow(other.id) })

    const replacement = await replaceEndpoint(admin, { id: old.id, with: other.id })
    expect(replacement).toMatchObject({ id: other.id, usedBy: 3 })
    await expect(getEndpoint(admin, { id: old.id })).rejects.toMatchObject({ code: 'not_found' })

    const [a, b, c] = await Promise.all([draftOnly, same, ahead].map(({ id }) => getFlow(editor, { id })))
    if (!a || !b || !c) throw new Error('A flow is gone.')
    for (const flow of [a, b, c]) {
      expect(endpointIn(flow.definition)).toBe(other.id)
      expect(flow.problems).toEqual([])
    }
    expect(a).toMatchObject({ version: 2, published: null, updatedBy: admin.actor.name })
    // Still nothing to publish: draft and published version are the same, one further.
    expect(b).toMatchObject({ version: 2, published: { number: 2, draftVersion: 2 } })
    expect(endpointIn((await publishedOf(b)).definition)).toBe(other.id)
    // Still something to publish: the draft is newer than what was published.
    expect(c).toMatchObject({ version: 4, published: { number: 2, draftVersion: 3 } })
    const republished = await publishedOf(c)
    expect(endpointIn(republished.definition)).toBe(other.id)
    expect(republished.definition.nodes).toHaveLength(flowUsing(other.id).definition?.nodes.length ?? 0)

    const [frozen] = await ownerDatabase()
      .select()
      .from(flowVersions)
      .where(eq(flowVersions.id, frozenBefore.id))
    expect(frozen).toEqual(frozenBefore)
    const uses = await listEndpointUses(admin, { id: other.id })
    expect(uses.map(({ flowId, stages }) => [flowId, stages])).toEqual(
      expect.arrayContaining([
        [a.id, ['draft']],
        [b.id, ['draft', 'published']],
        [c.id, ['draft', 'published']],
      ]),
    )
  })

  it('lets the published flow run through the other endpoint right after', async () => {
    const from = await upstreamFlow()
    const to = await upstreamFlow({ organization: from.organization })
    const { admin, editor } = to.organization
    await publishFlow(editor, { id: from.flowId })
    await replaceEndpoint(admin, { id: from.endpointId, with: to.endpointId })
    const { finished } = await startRun(editor, { flowId: from.flowId, stage: 'published', input: {} })
    expect(await finished()).toMatchObject({ status: 'succeeded', publishedNumber: 2 })
    expect(from.server.requests).toHaveLength(0)
    expect(to.server.requests).toHaveLength(1)
  })

  it('refuses what would keep a published flow from running, naming both, and changes nothing', async () => {
    const { admin, editor, old } = await twoEndpoints()
    const authentication = { type: 'bearer', token: newSecret() }
    const other = await createEndpoint(admin, endpointInput({ authentication }))
    const ownHeader = callFlow(old.id, { headers: [{ name: 'Authorization', value: 'own' }] })
    const draft = await createFlow(editor, flowUsing(old.id))
    const flow = await createFlow(editor, { ...flowUsing(old.id), definition: ownHeader })
    await publishFlow(editor, { id: flow.id })
    const untouched = () => Promise.all([draft, flow].map(({ id }) => getFlow(editor, { id })))
    const before = await untouched()
    const problem = {
      code: 'invalid_field',
      severity: 'error',
      nodeId: 'call',
      field: 'headers.0.name',
      message: `“Authorization” is sent by the authentication of ${other.name}.`,
    }
    await expect(replaceEndpoint(admin, { id: old.id, with: other.id })).rejects.toMatchObject({
      code: 'unprocessable',
      message: `“${flow.name}” could not run with “${other.name}”: ${problem.message}`,
      details: { flow: { id: flow.id, name: flow.name }, problems: [problem] },
    })
    expect(await untouched()).toEqual(before)
    await expect(getEndpoint(admin, { id: old.id })).resolves.toMatchObject({ usedBy: 2 })

    // A draft may have problems.
    await updateFlow(editor, { id: flow.id, version: 1, definition: callFlow(old.id) })
    await publishFlow(editor, { id: flow.id })
    await updateFlow(editor, { id: flow.id, version: 2, definition: ownHeader })
    await expect(replaceEndpoint(admin, { id: old.id, with: other.id })).resolves.toMatchObject({ usedBy: 2 })
    const { problems, published } = await getFlow(editor, { id: flow.id })
    expect(problems).toMatchObject([problem])
    expect(published).toMatchObject({ number: 3 })
  })

  it('lets a published flow keep a problem that it had before', async () => {
    const { admin, editor, old } = await twoEndpoints()
    const withBearer = () => ({ authentication: { type: 'bearer', token: newSecret() } })
    const other = await createEndpoint(admin, endpointInput(withBearer()))
    const definition = callFlow(old.id, { headers: [{ name: 'Authorization', value: 'own' }] })
    const { id } = await createFlow(editor, { ...flowUsing(old.id), definition })
    await publishFlow(editor, { id })
    await updateEndpoint(admin, {
      id: old.id,
      ...updateEndpointSchema.parse({ version: 1, ...withBearer() }),
    })
    await expect(replaceEndpoint(admin, { id: old.id, with: other.id })).resolves.toMatchObject({ usedBy: 1 })
    expect(await getFlow(editor, { id })).toMatchObject({ published: { number: 2 }, problems: [{}] })
  })

  it('gives whoever is editing such a flow a conflict', async () => {
    const { admin, editor, old, other } = await twoEndpoints()
    const { id, version, name } = await createFlow(editor, flowUsing(old.id))
    await replaceEndpoint(admin, { id: old.id, with: other.id })
    await expect(updateFlow(editor, { id, version, name })).rejects.toMatchObject({
      code: 'conflict',
      details: { current: { version: 2 } },
    })
  })

  it('replaces one that nothing uses, removes its secrets and says so in the audit log', async () => {
    const { admin, other } = await twoEndpoints()
    const authentication = { type: 'bearer', token: newSecret() }
    const { id, name } = await createEndpoint(admin, endpointInput({ authentication }))
    await replaceEndpoint(admin, { id, with: other.id })
    const owner = ownerDatabase()
    expect(await owner.select().from(endpointSecrets).where(eq(endpointSecrets.endpointId, id))).toEqual([])
    const entries = await owner.select().from(auditEntries).where(eq(auditEntries.objectId, id))
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['endpoint.replaced', 'endpoint.deleted']),
    )
    expect(entries.find(({ action }) => action === 'endpoint.replaced')).toMatchObject({
      objectName: name,
      details: { with: { id: other.id, name: other.name }, flowIds: [] },
    })
  })

  it('never loses a use that is added at the same time', async () => {
    const { admin, editor, other } = await twoEndpoints()
    for (let round = 0; round < 10; round++) {
      const old = await createEndpoint(admin, endpointInput())
      const edited = await createFlow(editor, flowUsing(other.id))
      const results = await Promise.allSettled([
        replaceEndpoint(admin, { id: old.id, with: other.id }),
        createFlow(editor, flowUsing(old.id)),
        updateFlow(editor, { id: edited.id, version: 1, definition: callFlow(old.id) }),
      ])
      for (const result of results) if (result.status === 'rejected') throw result.reason
      for (const use of [results[1], results[2]]) {
        const id = use.status === 'fulfilled' ? use.value.id : ''
        const { problems, endpoints } = await getFlow(editor, { id })
        // Either it was there in time and was re-pointed, or it came too late and says what is wrong.
        const seen = { endpoints: endpoints.map((endpoint) => endpoint.id), problems: problems.map(codeOf) }
        expect([
          { endpoints: [other.id], problems: [] },
          { endpoints: [], problems: ['endpoint_deleted'] },
        ]).toContainEqual(seen)
      }
    }
  })

  it('lets two that replace each other never both succeed, nor wait for ever', async () => {
    const { admin, editor } = await testOrganization()
    for (let round = 0; round < 10; round++) {
      const [a, b] = await Promise.all([
        createEndpoint(admin, endpointInput()),
        createEndpoint(admin, endpointInput()),
      ])
      await Promise.all([createFlow(editor, flowUsing(a.id)), createFlow(editor, flowUsing(b.id))])
      const results = await Promise.allSettled([
        replaceEndpoint(admin, { id: a.id, with: b.id }),
        replaceEndpoint(admin, { id: b.id, with: a.id }),
      ])
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
      expect(refused).toMatchObject([{ code: 'not_found' }])
    }
  })

  it('refuses itself, what is deleted, and what is of another organization, in the same words', async () => {
    const { admin, editor, old, other } = await twoEndpoints()
    const stranger = await twoEndpoints()
    const flow = await createFlow(editor, flowUsing(old.id))
    await expect(replaceEndpoint(admin, { id: old.id, with: old.id })).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [{ path: 'with' }],
    })
    await deleteEndpoint(admin, { id: other.id })
    for (const id of [other.id, stranger.old.id, newId()]) {
      await expect(replaceEndpoint(admin, { id: old.id, with: id })).rejects.toMatchObject({
        code: 'not_found',
        message: 'We can’t find that, or you don’t have access to it.',
      })
    }
    for (const id of [stranger.old.id, newId(), 'nonsense']) {
      await expect(replaceEndpoint(admin, { id, with: old.id })).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(getEndpoint(stranger.admin, { id: stranger.old.id })).resolves.toMatchObject({ version: 1 })
    expect(await getFlow(editor, { id: flow.id })).toMatchObject({ version: 1, definition: flow.definition })
  })

  it('is for admins', async () => {
    const { editor, viewer, admin, old, other } = await twoEndpoints()
    for (const ctx of [editor, viewer]) {
      const input = { id: old.id, with: other.id }
      await expect(replaceEndpoint(ctx, input)).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(getEndpoint(admin, { id: old.id })).resolves.toMatchObject({ id: old.id })
  })
})
