'use server'
import { orgAction } from '@/lib/action'
import { updateOrganizationSchema } from './schema'
import { updateOrganization } from './update-organization'

export const updateOrganizationAction = orgAction(updateOrganizationSchema, updateOrganization)
