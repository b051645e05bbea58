import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Providers } from '@/components/providers'
import { openApiDocument } from '@/lib/api/openapi'
import { ApiReference } from './api-reference'

const description = openApiDocument()
// As text, because a DOM of this size takes a slow machine a long time.
const html = renderToStaticMarkup(
  <Providers nonce={undefined} locale="en">
    <ApiReference document={description} origin="https://sluice.example.com" />
  </Providers>,
)
const all = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found ?? '')
const ids = new Set(all(/ id="([^"]+)"/g))

/** From the section with this id to the next one. */
function section(id: string): string {
  const begin = html.indexOf(`<section id="${id}"`)
  return begin < 0 ? '' : html.slice(begin, html.indexOf('<section id=', begin + 1))
}

describe('the reference of the REST API', () => {
  it('shows every call with its address, and every schema', () => {
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const { operationId, summary } of Object.values(methods)) {
        expect(section(operationId)).toContain(`${summary}</a>`)
        expect(section(operationId)).toContain(`>${path}</code>`)
      }
    }
    for (const name of Object.keys(description.components.schemas)) expect(ids).toContain(`schema-${name}`)
  })

  it('leads nowhere that it does not have', () => {
    const anchors = all(/ href="#([^"]+)"/g)
    expect(anchors.length).toBeGreaterThan(100)
    expect(anchors.filter((anchor) => !ids.has(anchor))).toEqual([])
  })

  it('asks nothing of other servers', () => {
    expect(all(/ (?:src|srcset|action|data)="([^"]+)"/g)).toEqual([])
    expect(all(/ href="([^#"][^"]*)"/g).filter((href) => !href.startsWith('/'))).toEqual([])
  })

  it('says how secrets are sent, and shows a command that could be run', () => {
    expect(section('createEndpoint')).toContain(
      'curl -X POST &quot;https://sluice.example.com/api/v1/endpoints&quot; \\\n  -H &quot;Authorization: Bearer $TOKEN&quot;',
    )
    expect(section('schema-AuthenticationChange').match(/write-only/g)).toHaveLength(4)
  })
})
