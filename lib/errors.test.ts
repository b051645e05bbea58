import { expect, it, vi } from 'vitest'
import { AppError, notFound } from './errors'
import { VaultError } from './vault/create-vault'

it('knows its errors from every copy of its modules that a process has loaded', async () => {
  vi.resetModules()
  const copy = await import('./errors')
  const copyOfVault = await import('./vault/create-vault')
  expect(copy.AppError).not.toBe(AppError)
  expect(notFound()).toBeInstanceOf(copy.AppError)
  expect(copy.notFound()).toBeInstanceOf(AppError)
  expect(new VaultError()).toBeInstanceOf(copyOfVault.VaultError)
  expect(new copyOfVault.VaultError()).toBeInstanceOf(VaultError)
  for (const other of [new Error('AppError'), new VaultError(), { name: 'AppError' }, null]) {
    expect(other).not.toBeInstanceOf(AppError)
  }
})
