import { listDeleted } from '@/lib/deleted/list-deleted'
import { listDeletedSchema } from '@/lib/deleted/schema'
import { parseInput } from '@/lib/parse-input'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { url }) =>
  listDeleted(ctx, parseInput(listDeletedSchema, Object.fromEntries(url.searchParams))),
)
