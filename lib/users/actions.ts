'use server'
import { z } from 'zod'
import { orgAction } from '@/lib/action'
import { endOtherSessionsOfBrowser } from '@/lib/auth/browser-sessions'
import { updateAccountSchema } from './schema'
import { updateAccount } from './update-account'

export const updateAccountAction = orgAction(updateAccountSchema, updateAccount)
export const endOtherSessionsAction = orgAction(z.strictObject({}), endOtherSessionsOfBrowser)
