import { z } from 'zod'
import { nameSchema } from '@/lib/texts'

export const updateOrganizationSchema = z.strictObject({ name: nameSchema })
export type UpdateOrganizationInput = z.output<typeof updateOrganizationSchema>
