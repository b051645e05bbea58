'use server'

import { z } from 'zod'
import { publicAction } from '@/lib/action'
import { signInSchema, startSingleSignOnSchema } from './schema'
import { signInToBrowser, signOutOfBrowser } from './browser-sessions'
import { startSingleSignOn } from './single-sign-on'

export const signInAction = publicAction(signInSchema, signInToBrowser)
export const startSingleSignOnAction = publicAction(startSingleSignOnSchema, startSingleSignOn)
export const signOutAction = publicAction(z.strictObject({}), signOutOfBrowser)
