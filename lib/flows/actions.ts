'use server'
import { z } from 'zod'
import { orgAction } from '@/lib/action'
import { createFlow } from './create-flow'
import { deleteFlow } from './delete-flow'
import { duplicateFlow } from './duplicate-flow'
import { publishFlow } from './publish-flow'
import { restoreFlow } from './restore-flow'
import { createFlowSchema, publishFlowSchema, updateFlowSchema } from './schema'
import { updateFlow } from './update-flow'

const idSchema = z.strictObject({ id: z.uuid() })

export const createFlowAction = orgAction(createFlowSchema, createFlow)
export const updateFlowAction = orgAction(updateFlowSchema.extend(idSchema.shape), updateFlow)
export const publishFlowAction = orgAction(publishFlowSchema.extend(idSchema.shape), publishFlow)
export const deleteFlowAction = orgAction(idSchema, deleteFlow)
export const duplicateFlowAction = orgAction(idSchema, duplicateFlow)
export const restoreFlowAction = orgAction(idSchema, restoreFlow)
