'use server'

import { z } from 'zod'
import { publicAction } from '@/lib/action'
import { signInSchema } from './schema'
import { signInToBrowser, signOutOfBrowser } from './browser-sessions'

export const signInAction = publicAction(signInSchema, signInToBrowser)
export const signOutAction = publicAction(z.strictObject({}), signOutOfBrowser)
