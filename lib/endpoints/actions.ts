'use server'

import { z } from 'zod'
import { orgAction } from '@/lib/action'
import { createEndpoint } from './create-endpoint'
import { deleteEndpoint } from './delete-endpoint'
import { duplicateEndpoint } from './duplicate-endpoint'
import { replaceEndpoint } from './replace-endpoint'
import { restoreEndpoint } from './restore-endpoint'
import {
  createEndpointSchema,
  replaceEndpointSchema,
  restoreEndpointSchema,
  updateEndpointSchema,
} from './schema'
import { updateEndpoint } from './update-endpoint'

const idSchema = z.strictObject({ id: z.string() })

export const createEndpointAction = orgAction(createEndpointSchema, createEndpoint)
export const updateEndpointAction = orgAction(
  updateEndpointSchema.safeExtend({ id: z.string() }),
  updateEndpoint,
)
export const deleteEndpointAction = orgAction(idSchema, deleteEndpoint)
export const duplicateEndpointAction = orgAction(idSchema, duplicateEndpoint)
export const replaceEndpointAction = orgAction(
  replaceEndpointSchema.extend({ id: z.string() }),
  replaceEndpoint,
)
export const restoreEndpointAction = orgAction(restoreEndpointSchema, restoreEndpoint)
