'use server'
import { orgAction, publicAction } from '@/lib/action'
import { inviteMembers } from './invite-members'
import { acceptInBrowser, joinInBrowser } from './join-in-browser'
import { renewInvitation } from './renew-invitation'
import { revokeInvitation } from './revoke-invitation'
import { acceptInvitationSchema, invitationIdSchema, inviteSchema, joinSchema } from './schema'

export const inviteMembersAction = orgAction(inviteSchema, inviteMembers)
export const renewInvitationAction = orgAction(invitationIdSchema, renewInvitation)
export const revokeInvitationAction = orgAction(invitationIdSchema, revokeInvitation)
export const acceptInvitationAction = publicAction(acceptInvitationSchema, acceptInBrowser)
export const joinAction = publicAction(joinSchema, joinInBrowser)
