'use server'
import { orgAction } from '@/lib/action'
import { changeRole } from './change-role'
import { removeMember } from './remove-member'
import { changeRoleSchema, removeMemberSchema } from './schema'

export const changeRoleAction = orgAction(changeRoleSchema, changeRole)
export const removeMemberAction = orgAction(removeMemberSchema, removeMember)
