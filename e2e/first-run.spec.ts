import { expect, test } from '@playwright/test'

test('somebody new signs in, runs the demo and reads the answer', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Email').fill(process.env.E2E_EMAIL ?? '')
  await page.getByLabel('Password', { exact: true }).fill(process.env.E2E_PASSWORD ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()

  await page.goto('/demo/flows')
  await page.getByRole('link', { name: 'Order lookup' }).first().click()
  await expect(page.getByRole('toolbar').first()).toBeVisible()
  await expect(page.getByText('Get order').first()).toBeVisible()
})
