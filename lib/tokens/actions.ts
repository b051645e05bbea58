'use server'
import { z } from 'zod'
import { orgAction } from '@/lib/action'
import { createToken } from './create-token'
import { revokeToken } from './revoke-token'
import { newTokenSchema } from './schema'

export const createTokenAction = orgAction(newTokenSchema, createToken)
export const revokeTokenAction = orgAction(z.strictObject({ id: z.uuid() }), revokeToken)
