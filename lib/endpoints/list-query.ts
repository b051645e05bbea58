import { z } from 'zod'
import { listEndpointsSchema } from './schema'

/** A list's filters as an address has them: all of them texts. */
export const listEndpointsQuerySchema = listEndpointsSchema.extend({
  unused: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  limit: z.coerce.number<string>().int().min(1).max(200).default(50),
})
