import { z } from 'zod'

// What lists that come page by page take and give.

export const cursorSchema = z
  .string()
  .max(500)
  .optional()
  .meta({ description: 'The `nextCursor` of a page, to get the one after it; all else as it was.' })

/** In an address everything is text. */
export const limitSchema = z.coerce
  .number<string | number>()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .meta({ description: 'How many at most in a page.' })

export const nextCursorSchema = z
  .string()
  .nullable()
  .meta({ description: 'The `cursor` of the next page; `null` when this is the last one.' })
