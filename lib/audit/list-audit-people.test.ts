import { expect, it } from 'vitest'
import { testOrganization } from '@/lib/testing/organization'
import { createToken } from '@/lib/tokens/create-token'
import { listAuditPeople } from './list-audit-people'

it('names the members, the tokens and Sluice, of one organization', async () => {
  const { admin, editor, viewer } = await testOrganization()
  const stranger = await testOrganization()
  await createToken(stranger.admin, { name: 'Their robot', role: 'viewer' })
  const { id } = await createToken(admin, { name: 'Robot', role: 'editor' })
  expect(await listAuditPeople(admin)).toEqual([
    ...[admin, editor, viewer].map(({ actor }) => actor),
    { type: 'token', id, name: 'Robot' },
    { type: 'system', id: 'Sluice', name: 'Sluice' },
  ])
})

it('is for admins', async () => {
  const { editor, viewer } = await testOrganization()
  for (const ctx of [editor, viewer]) {
    await expect(listAuditPeople(ctx)).rejects.toMatchObject({ code: 'forbidden' })
  }
})
