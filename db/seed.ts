import { and, eq, isNull } from 'drizzle-orm'
import type { OrgContext } from '@/lib/auth/context'
import { demoPort } from '@/lib/demo/demo-port'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { createEndpointSchema } from '@/lib/endpoints/schema'
import { updateEndpoint } from '@/lib/endpoints/update-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import type { FlowDefinition } from '@/lib/flows/schema'
import { type Database, withOrg } from './client'
import { endpoints, endpointSecrets, flows } from './schema'

export const demoOrganizationName = 'Demo'
const flowName = 'Order lookup'

/** Where the demo API listens and the token that it answers to. */
export type DemoApi = { baseUrl: string; token: string }

/** Adds what is missing of the demo, so that a start that was killed in between can be repeated. */
export async function seedDemo(ctx: OrgContext, api: DemoApi): Promise<void> {
  const endpoint = (await findDemoEndpoint(ctx)) ?? (await createDemoEndpoint(ctx, api))
  if (await hasFlow(ctx)) return
  const flow = await createFlow(ctx, {
    name: flowName,
    description: 'Looks an order up in the demo API. Try it with ord_1001, then with ord_0.',
    definition: orderLookup(endpoint.id),
  })
  await publishFlow(ctx, { id: flow.id })
}

/**
 * Follows a demo API that had to move to another port, or that answers to another token because
 * `AUTH_SECRET` is another one: that of a new data directory after a restore, for instance.
 */
export async function followDemo(ctx: OrgContext, { baseUrl, token }: DemoApi): Promise<void> {
  const endpoint = await findDemoEndpoint(ctx)
  if (!endpoint) return
  const { id, version } = endpoint
  const authentication = { type: 'bearer', token } as const
  // The token counts for one origin, so it goes along.
  if (demoPort(endpoint.baseUrl) !== demoPort(baseUrl)) {
    await updateEndpoint(ctx, { id, version, baseUrl, authentication })
  } else if (await hasOtherTokenOfOurs(ctx, id, token)) {
    await updateEndpoint(ctx, { id, version, authentication })
  }
}

/** Whether the endpoint has another token, which nobody but Sluice itself has set. */
async function hasOtherTokenOfOurs(ctx: OrgContext, endpointId: string, token: string): Promise<boolean> {
  const { orgId, vault, actor } = ctx
  const field = 'token'
  const [stored] = await withOrg(ctx, (tx) =>
    tx
      .select({ sealed: endpointSecrets.sealed, setBy: endpointSecrets.setBy })
      .from(endpointSecrets)
      .where(
        and(
          eq(endpointSecrets.organizationId, orgId),
          eq(endpointSecrets.endpointId, endpointId),
          eq(endpointSecrets.field, field),
        ),
      ),
  )
  if (stored?.setBy !== actor.name) return false
  try {
    return vault.open(stored.sealed, { orgId, endpointId, field }) !== token
  } catch {
    return true // its key is gone
  }
}

export async function findDemoEndpoint(ctx: { db: Database; orgId: string }) {
  const [found] = await withOrg(ctx, (tx) =>
    tx
      .select({ id: endpoints.id, baseUrl: endpoints.baseUrl, version: endpoints.version })
      .from(endpoints)
      .where(
        and(
          eq(endpoints.organizationId, ctx.orgId),
          eq(endpoints.isDemo, true),
          eq(endpoints.authenticationType, 'bearer'),
          isNull(endpoints.deletedAt),
        ),
      ),
  )
  return found
}

function createDemoEndpoint(ctx: OrgContext, { baseUrl, token }: DemoApi) {
  const input = createEndpointSchema.parse({
    name: 'Demo API',
    description: 'Orders and customers to try things out with. Sluice itself serves it, on this machine.',
    baseUrl,
    authentication: { type: 'bearer', token },
    connectTimeoutSeconds: 5,
    responseTimeoutSeconds: 10,
  })
  return createEndpoint(ctx, input, { isDemo: true })
}

async function hasFlow(ctx: OrgContext): Promise<boolean> {
  const found = await withOrg(ctx, (tx) =>
    tx
      .select({ id: flows.id })
      .from(flows)
      .where(and(eq(flows.organizationId, ctx.orgId), eq(flows.name, flowName))),
  )
  return found.length > 0
}

function orderLookup(endpointId: string): FlowDefinition {
  return {
    nodes: [
      {
        id: 'start',
        type: 'start',
        position: { x: 0, y: 0 },
        data: {
          key: 'start',
          label: 'Start',
          inputs: [{ name: 'orderId', type: 'string', required: true, sample: 'ord_1001' }],
        },
      },
      {
        id: 'get_order',
        type: 'apiCall',
        position: { x: 340, y: 0 },
        data: {
          key: 'get_order',
          label: 'Get order',
          endpointId,
          method: 'GET',
          path: '/orders/{{ input.orderId }}',
        },
      },
      {
        id: 'found',
        type: 'end',
        position: { x: 680, y: -90 },
        data: { key: 'found', label: 'Order found', output: { order: '{{ steps.get_order.body }}' } },
      },
      {
        id: 'failed',
        type: 'end',
        position: { x: 680, y: 95 },
        data: {
          key: 'failed',
          label: 'Order not found',
          failed: true,
          output: {
            statusCode: '{{ steps.get_order.statusCode }}',
            reason: '{{ steps.get_order.error.message }}',
          },
        },
      },
    ],
    edges: [
      { id: 'start-next', source: 'start', sourceHandle: 'next', target: 'get_order' },
      { id: 'get_order-success', source: 'get_order', sourceHandle: 'success', target: 'found' },
      { id: 'get_order-error', source: 'get_order', sourceHandle: 'error', target: 'failed' },
    ],
  }
}
