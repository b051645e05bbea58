import type { Locator } from '@playwright/test'
import type { Flow } from '@/lib/flows/schema'
import { flowWithCall } from './fixtures/definitions'
import { endpointForm } from './fixtures/endpoint-form'
import { createFlowEditor, type FlowEditor } from './fixtures/flow-editor'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'
import { statePath } from './support/accounts'

test.describe('two tabs that edit one endpoint', () => {
  for (const way of ['Load theirs', 'Keep mine'] as const) {
    test(`show both sides, and “${way}” does so`, async ({ page, api, context, target }) => {
      const endpoint = await api.createEndpoint({ baseUrl: target.origin, description: 'As it was' })
      const other = await context.newPage()
      const [first, second] = [endpointForm(page.getByRole('main')), endpointForm(other.getByRole('main'))]
      for (const tab of [page, other]) await visit(tab, `/demo/endpoints/${endpoint.id}`)
      await second.description.fill('From the second tab')
      await first.description.fill('From the first tab')
      await first.save('Endpoint saved')
      await other.getByRole('button', { name: 'Save', exact: true }).click()

      const dialog = other.getByRole('dialog', { name: /Admin changed this endpoint/ })
      const difference = dialog.getByRole('row', { name: /^Description/ }).getByRole('cell')
      await expect(difference).toHaveText(['Description', 'From the second tab', 'From the first tab'])
      await dialog.getByRole('button', { name: way }).click()
      await expect(dialog).toBeHidden()

      if (way === 'Load theirs') {
        await expect(second.description).toHaveValue('From the first tab')
        expect((await api.endpoint(endpoint.id)).description).toBe('From the first tab')
      } else {
        await expect(other.getByText('Endpoint saved')).toBeVisible()
        await expect(second.description).toHaveValue('From the second tab')
        expect((await api.endpoint(endpoint.id)).description).toBe('From the second tab')
      }
    })
  }
})

type Conflict = { flowId: string; dialog: Locator }

const flowTest = test.extend<{ conflict: Conflict }>({
  /** An editor and this admin have the same flow open, and the editor saved a change first. */
  conflict: async ({ page, browser, api, editor }, provide) => {
    const { id: endpointId } = await api.demoEndpoint()
    const { id: flowId } = await api.createFlow('Shared', flowWithCall({ endpointId, path: '/orders' }))
    const context = await browser.newContext({ storageState: statePath('editor') })
    const theirs = createFlowEditor(await context.newPage())
    await editor.open(flowId)
    await theirs.open(flowId)
    await renameCall(theirs, 'Theirs')
    await theirs.saved()
    await context.close()

    await renameCall(editor, 'Mine')
    const dialog = page.getByRole('dialog', { name: /Ed Editor saved this flow/ })
    await expect(dialog.getByText('Changed “Theirs”')).toBeVisible()
    await expect(dialog.getByText('Changed “Mine”')).toBeVisible()
    await provide({ flowId, dialog })
  },
})

flowTest.describe('two tabs that edit one flow', () => {
  flowTest(
    '“Load theirs” takes the saved version, and Undo has the own one',
    async ({ conflict, editor }) => {
      await conflict.dialog.getByRole('button', { name: 'Load theirs' }).click()
      await expect(editor.step('Theirs')).toBeVisible()
      await editor.toolbar.getByRole('button', { name: /^Undo load/ }).click()
      await expect(editor.step('Mine')).toBeVisible()
    },
  )

  flowTest('“Overwrite” keeps their version as a copy', async ({ conflict, page, api, editor }) => {
    await conflict.dialog.getByRole('button', { name: 'Overwrite' }).click()
    await page.getByRole('button', { name: 'Open copy' }).click()
    await expect(editor.step('Theirs')).toBeVisible()
    expect(labelsOf(await api.flow(conflict.flowId))).toContain('Mine')
  })

  flowTest(
    '“Save mine as a copy” leaves the saved version alone',
    async ({ conflict, page, api, editor }) => {
      await conflict.dialog.getByRole('button', { name: 'Save mine as a copy' }).click()
      await expect(editor.step('Theirs')).toBeVisible()
      await page.getByRole('button', { name: 'Open copy' }).click()
      await expect(editor.step('Mine')).toBeVisible()
      expect(labelsOf(await api.flow(conflict.flowId))).toContain('Theirs')
    },
  )
})

function labelsOf({ definition }: Flow): string[] {
  return definition.nodes.map(({ data }) => String(data.label))
}

async function renameCall(editor: FlowEditor, name: string): Promise<void> {
  await editor.step('Call the API').click()
  const field = editor.inspector.getByRole('textbox', { name: 'Name of this step' })
  await field.fill(name)
  await field.press('Enter')
  await expect(editor.step(name)).toBeVisible()
}
