import { blankDefinition } from '@/lib/flows/new-flow'
import { expect, test } from './fixtures/test'

test('a delay is set, watched while it lasts, and ended by canceling', async ({ page, api, editor }) => {
  const flow = await api.createFlow('Waiting', blankDefinition())
  await editor.open(flow.id)

  await test.step('it is among the steps', async () => {
    await editor.canvas.getByRole('button', { name: 'Add first step' }).click()
    await page.getByRole('option', { name: 'Delay' }).click()
    await expect(editor.step('Delay')).toContainText('Waits 1 s')
  })

  const seconds = editor.inspector.getByRole('textbox', { name: 'Wait for' })
  await test.step('what it may be is said where it is not, and keeps the flow from running', async () => {
    await seconds.fill('3601')
    await expect(editor.inspector.getByText('Enter 0 to 3600 seconds.')).toBeVisible()
    await expect(editor.toolbar.getByRole('button', { name: 'Run flow' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await seconds.fill('300')
    await expect(editor.inspector.getByText('5 min · 0–3600 s')).toBeVisible()
    await expect(editor.step('Delay')).toContainText('Waits 5 min')
    await editor.saved()
  })

  await test.step('the run waits and says until when', async () => {
    await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
    await expect(editor.runPanel.getByText(/^Waits until .* · [45] min.* left$/)).toBeVisible()
    await expect(editor.step('Delay')).toContainText('Running')
  })

  await test.step('and can be canceled in the middle', async () => {
    await editor.toolbar.getByRole('button', { name: 'Cancel run' }).click()
    await expect(editor.step('Delay')).toContainText('Canceled')
    await expect(editor.runPanel.getByText(/^Canceled after /)).toBeVisible()
  })
})
