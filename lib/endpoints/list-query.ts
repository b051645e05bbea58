import { z } from 'zod'
import { listEndpointsSchema } from './schema'

/** A list's filters as an address has them: all of them texts. */
export const listEndpointsQuerySchema = listEndpointsSchema.extend({
  unused: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: '`true` for those that no flow uses.' }),
})
