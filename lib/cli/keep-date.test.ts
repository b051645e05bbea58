import { expect, it } from 'vitest'
import { keepingDate } from './keep-date'

it('leaves the platform its Date, whatever Next does to it', async () => {
  const platformDate = Date
  const nextDate = await keepingDate(async () => {
    await import('next/dist/server/node-environment-extensions/date')
    return Date
  })
  expect(nextDate).not.toBe(platformDate)
  expect(Date).toBe(platformDate)
  expect(new nextDate().constructor).toBe(platformDate)
})

it('does so when the work fails', async () => {
  const platformDate = Date
  const failing = keepingDate(async () => {
    globalThis.Date = class extends Date {} as DateConstructor
    throw new Error('failed')
  })
  await expect(failing).rejects.toThrow('failed')
  expect(Date).toBe(platformDate)
})
