import { cleanup, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Providers } from '@/components/providers'
import { openApiDocument } from '@/lib/api/openapi'
import { ApiReference } from './api-reference'

const description = openApiDocument()

// Looked up by id and tag, because finding roles on so large a page takes this DOM a long time.
const textOf = (id: string) => document.getElementById(id)?.textContent ?? ''
const linksIn = (selector: string) =>
  [...document.querySelectorAll(`${selector} a`)].map((link) => link.getAttribute('href') ?? '')

describe('the reference of the REST API', () => {
  afterEach(cleanup)
  beforeEach(() => {
    render(
      <Providers nonce={undefined} locale="en">
        <ApiReference document={description} origin="https://sluice.example.com" />
      </Providers>,
    )
  })

  it('shows every call with its address, and every schema', () => {
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const { operationId, summary } of Object.values(methods)) {
        expect(textOf(operationId)).toContain(summary)
        expect(textOf(operationId)).toContain(path)
      }
    }
    for (const name of Object.keys(description.components.schemas)) {
      expect(textOf(`schema-${name}`)).toContain(name)
    }
  })

  it('leads nowhere that it does not have', () => {
    const anchors = linksIn('body').filter((href) => href.startsWith('#'))
    expect(anchors.length).toBeGreaterThan(100)
    expect(anchors.filter((anchor) => !document.getElementById(anchor.slice(1)))).toEqual([])
  })

  it('says how secrets are sent, and shows a command that could be run', () => {
    expect(textOf('createEndpoint')).toContain(
      'curl -X POST "https://sluice.example.com/api/v1/endpoints" \\\n  -H "Authorization: Bearer $TOKEN"',
    )
    expect(textOf('schema-AuthenticationChange').match(/write-only/g)).toHaveLength(4)
  })

  it('finds calls by what they are about', async () => {
    const search = document.querySelector('nav input')
    if (!search) throw new Error('There is no search.')
    await userEvent.type(search, 'cancel')
    expect(linksIn('nav')).toContain('#cancelRun')
    expect(linksIn('nav')).not.toContain('#createEndpoint')
    await userEvent.type(search, 'zzz')
    expect(document.querySelector('nav')?.textContent).toContain('Nothing matches “cancelzzz”.')
  })
})
