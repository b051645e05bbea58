import { and, eq } from 'drizzle-orm'
import { type Database, withOrg } from '@/db/client'
import { flows, flowVersions } from '@/db/schema'
import { AppError } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import { findFlow } from './flow-rows'
import type { FlowDefinition } from './schema'

/** A frozen version of a flow. It never changes. */
export type FlowVersion = {
  versionId: string
  flowId: string
  /** The flow's name when it was read. */
  flowName: string
  draftVersion: number
  definition: FlowDefinition
}

/** What a run of the published version needs. */
export type PublishedFlow = FlowVersion & { publishedNumber: number | null }

type Organization = { db: Database; orgId: string }

/** @throws AppError `not_found`, or `unprocessable` for a flow that was never published */
export async function readPublishedFlow(of: Organization, flowId: string): Promise<PublishedFlow> {
  return withOrg(of, async (tx) => {
    const { publishedVersionId } = await findFlow(tx, of.orgId, flowId)
    if (publishedVersionId === null) {
      throw new AppError('unprocessable', 'This flow was never published. Publish it, or run its draft.')
    }
    const [version] = await tx
      .select({ ...versionColumns, publishedNumber: flowVersions.publishedNumber })
      .from(flowVersions)
      .innerJoin(flows, flowOfVersion)
      .where(isVersion(of.orgId, publishedVersionId))
    if (!version) throw new Error('A flow points at a published version that is not there.')
    return version
  })
}

/** @returns null when there is no such version in the organization */
export async function readFlowVersion(of: Organization, versionId: string): Promise<FlowVersion | null> {
  if (!isId(versionId)) return null
  const [version] = await withOrg(of, (tx) =>
    tx
      .select(versionColumns)
      .from(flowVersions)
      .innerJoin(flows, flowOfVersion)
      .where(isVersion(of.orgId, versionId)),
  )
  return version ?? null
}

const versionColumns = {
  versionId: flowVersions.id,
  flowId: flowVersions.flowId,
  flowName: flows.name,
  draftVersion: flowVersions.draftVersion,
  definition: flowVersions.definition,
}

const flowOfVersion = and(
  eq(flows.organizationId, flowVersions.organizationId),
  eq(flows.id, flowVersions.flowId),
)

function isVersion(orgId: string, versionId: string) {
  return and(eq(flowVersions.organizationId, orgId), eq(flowVersions.id, versionId))
}
