import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { flows } from '@/db/schema'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import { findUsedEndpoints } from './endpoint-uses'
import { selectWithDefinitions, toSummary } from './flow-rows'
import { findProblems } from './problems'
import type { Flow } from './schema'

/**
 * A flow as it leaves the server, its problems included.
 * @throws AppError `not_found`
 */
export async function readFlow(tx: Transaction, orgId: string, id: string): Promise<Flow> {
  if (!isId(id)) throw notFound()
  const [row] = await selectWithDefinitions(tx, orgId, eq(flows.id, id))
  if (!row) throw notFound()
  const { definition } = row
  const endpoints = await findUsedEndpoints(tx, orgId, definition, { lock: false })
  return { ...toSummary(row), definition, problems: findProblems(definition, { endpoints }) }
}
