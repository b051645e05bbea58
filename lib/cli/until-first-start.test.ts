import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { createUser } from '@/lib/users/create-user'
import { createOrganization } from '@/lib/organizations/create-organization'
import { testServices } from '@/lib/testing/organization'
import { systemContext } from './system-context'
import { createOwnDatabase } from './testing/own-database'
import { untilFirstStart } from './until-first-start'

it('waits for the first account, which is made after the demo', async () => {
  const database = await createOwnDatabase()
  onTestFinished(() => database.drop())
  const services = testServices({ database })
  let isOver = false
  let done = Promise.resolve()
  await new Promise<void>((waits) => {
    done = untilFirstStart(services.db, waits).then(() => void (isOver = true))
  })
  const organization = await createOrganization(services, 'Demo')
  expect(isOver).toBe(false)
  const ctx = systemContext(services, organization)
  await createUser(ctx, { email: 'maya@example.com', password: randomUUID(), name: 'Maya', role: 'admin' })
  await done
  await untilFirstStart(services.db, () => expect.unreachable())
})
