import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { withOrg } from '@/db/client'
import { endpoints } from '@/db/schema'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { insertRun } from '@/lib/testing/insert-run'
import { testOrganization } from '@/lib/testing/organization'
import { getEndpointsOverview } from './endpoints-overview'
import { getFirstSteps } from './first-steps'
import { getFlowsOverview } from './flows-overview'
import { getRunsOfTheDay } from './runs-of-the-day'

const hour = 3_600_000

async function organizationWithRuns() {
  const organization = await testOrganization()
  const { admin } = organization
  const endpoint = await createEndpoint(admin, endpointInput())
  const flow = await createFlow(admin, flowUsing(endpoint.id))
  return { ...organization, endpoint, flow }
}

describe('the dashboard of an organization', () => {
  it('is empty at first, for a viewer too', async () => {
    const { viewer } = await testOrganization()
    expect(await getFlowsOverview(viewer)).toEqual({ count: 0, lastEdited: null })
    expect(await getEndpointsOverview(viewer)).toEqual({ count: 0, failing: 0, needsSecret: 0 })
    expect(await getFirstSteps(viewer)).toEqual({
      hasEndpoint: false,
      hasTestedEndpoint: false,
      hasFlow: false,
      hasApiCall: false,
      hasRun: false,
      demoFlowId: null,
    })
  })

  it('names the flow that was edited last', async () => {
    const { admin, viewer, endpoint, flow } = await organizationWithRuns()
    expect(await getFlowsOverview(viewer)).toMatchObject({ count: 1, lastEdited: { id: flow.id } })
    const later = await createFlow(admin, flowUsing(endpoint.id))
    expect(await getFlowsOverview(viewer)).toMatchObject({
      count: 2,
      lastEdited: { id: later.id, name: later.name, updatedBy: admin.actor.name },
    })
  })

  it('counts each endpoint that needs attention once', async () => {
    const { admin } = await testOrganization()
    const withSecret = { authentication: { type: 'bearer', token: newSecret() } }
    const fine = await createEndpoint(admin, endpointInput(withSecret))
    const failing = await createEndpoint(admin, endpointInput(withSecret))
    const unlocked = await createEndpoint(admin, endpointInput())
    await withOrg(admin, async (tx) => {
      const failed = { ok: false, statusCode: 401, code: 'http_status', at: new Date().toISOString() }
      await tx.update(endpoints).set({ lastTest: failed }).where(eq(endpoints.id, failing.id))
      await tx
        .update(endpoints)
        .set({ lastTest: { ...failed, ok: true } })
        .where(eq(endpoints.id, fine.id))
      await tx
        .update(endpoints)
        .set({ lastTest: failed, authenticationType: 'basic' })
        .where(eq(endpoints.id, unlocked.id))
    })
    expect(await getEndpointsOverview(admin)).toEqual({ count: 3, failing: 1, needsSecret: 1 })
  })

  it('sorts the runs of a day into its hours', async () => {
    const { admin, viewer, flow } = await organizationWithRuns()
    const now = new Date('2026-03-01T12:00:00Z')
    const at = (ms: number) => new Date(now.getTime() - ms)
    await insertRun(admin, flow.id, 'succeeded', at(1))
    await insertRun(admin, flow.id, 'failed', at(hour - 1))
    await insertRun(admin, flow.id, 'interrupted', at(hour - 1))
    await insertRun(admin, flow.id, 'canceled', at(hour))
    await insertRun(admin, flow.id, 'succeeded', at(24 * hour - 1))
    await insertRun(admin, flow.id, 'succeeded', at(24 * hour))
    const hours = await getRunsOfTheDay(viewer, now)
    expect(hours).toHaveLength(24)
    expect(hours[23]).toEqual({ from: '2026-03-01T11:00:00.000Z', succeeded: 1, failed: 2, other: 0 })
    expect(hours[22]).toMatchObject({ succeeded: 0, failed: 0, other: 1 })
    expect(hours[0]).toEqual({ from: '2026-02-28T12:00:00.000Z', succeeded: 1, failed: 0, other: 0 })
    expect(hours.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(2)
  })

  it('ticks the first steps from what exists', async () => {
    const { admin, viewer, endpoint, flow } = await organizationWithRuns()
    await withOrg(admin, (tx) =>
      tx.update(endpoints).set({ isDemo: true }).where(eq(endpoints.id, endpoint.id)),
    )
    await insertRun(admin, flow.id, 'succeeded', new Date())
    expect(await getFirstSteps(viewer)).toEqual({
      hasEndpoint: true,
      hasTestedEndpoint: false,
      hasFlow: true,
      hasApiCall: true,
      hasRun: true,
      demoFlowId: flow.id,
    })
  })

  it('knows nothing of another organization', async () => {
    const { admin, flow } = await organizationWithRuns()
    await insertRun(admin, flow.id, 'succeeded', new Date())
    const { viewer: stranger } = await testOrganization()
    expect(await getFlowsOverview(stranger)).toMatchObject({ count: 0 })
    expect(await getEndpointsOverview(stranger)).toMatchObject({ count: 0 })
    expect(await getFirstSteps(stranger)).toMatchObject({ hasRun: false, hasFlow: false })
    const hours = await getRunsOfTheDay(stranger)
    expect(hours.every(({ succeeded }) => succeeded === 0)).toBe(true)
  })
})
