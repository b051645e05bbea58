import { z } from 'zod'
import { cursorSchema, limitSchema } from '@/lib/page-schema'

/** Whole days that what was deleted can be restored; after them it goes for good. */
export const restorableDays = 30

export const listDeletedSchema = z.strictObject({ limit: limitSchema, cursor: cursorSchema })
export type ListDeletedInput = z.output<typeof listDeletedSchema>

/** Something that was deleted and can be restored. */
export type DeletedItem = {
  type: 'endpoint' | 'flow'
  id: string
  name: string
  /** Of an endpoint. */
  baseUrl: string | null
  /** Of an endpoint: it had secrets, which were removed for good. */
  needsSecrets: boolean
  deletedAt: string
  deletedBy: string
  restorableUntil: string
}
export type DeletedPage = { data: DeletedItem[]; nextCursor: string | null }
