import { describe, expect, it } from 'vitest'
import { ImportError } from './import-error'
import { importOpenApi } from './import-openapi'

const yaml = `
openapi: 3.1.0
info:
  title: Pet store
  description: Everything about pets
  version: '1'
servers:
  - url: https://{region}.example.com:{port}/v2/
    description: Production
    variables:
      region: { default: eu, enum: [eu, us] }
      port: { default: 8443 }
  - url: /v2
security:
  - key: []
components:
  securitySchemes:
    token: { type: http, scheme: Bearer }
    key: { type: apiKey, in: header, name: X-Pet-Key }
    login: { type: http, scheme: basic }
    inQuery: { type: apiKey, in: query, name: key }
    app: { type: oauth2, flows: {} }
    alias: { $ref: '#/components/securitySchemes/token' }
`
const described = (more: object) => JSON.stringify({ openapi: '3.0.3', info: { title: 'Pets' }, ...more })

describe('an OpenAPI document', () => {
  it('becomes an endpoint whose secret is still to be entered', async () => {
    const { values, baseUrls, authentications, notes } = await importOpenApi(yaml)
    expect(values).toMatchObject({
      name: 'Pet store',
      description: 'Everything about pets',
      baseUrl: 'https://eu.example.com:8443/v2',
      authentication: { type: 'apiKey', headerName: 'X-Pet-Key', key: '' },
    })
    expect(baseUrls).toEqual([
      {
        value: 'https://eu.example.com:8443/v2',
        label: 'https://eu.example.com:8443/v2',
        description: 'Production',
      },
    ])
    expect(authentications.map(({ label }) => label)).toEqual([
      'API key (key)',
      'Bearer token (token)',
      'Basic (login)',
      'Bearer token (alias)',
      'None',
    ])
    expect(notes).toEqual([
      'The server “/v2” is relative to where the document is kept, which is not known here.',
      'The sign-in “inQuery” can’t be used. Its key belongs to the query of each API Call.',
      'The sign-in “app” can’t be used. Sluice fetches no tokens. With one from elsewhere, choose Bearer token in the form.',
    ])
  })

  it('may leave out nearly everything', async () => {
    const { values, notes } = await importOpenApi(described({}))
    expect(values).toMatchObject({ name: 'Pets', baseUrl: '', authentication: { type: 'none' } })
    expect(notes).toEqual(['The document names no server.', 'Enter the base URL in the form.'])
  })

  it('gets a name and a description that fit', async () => {
    const { values, notes } = await importOpenApi(
      described({ info: { title: `Pets\n${'x'.repeat(100)}`, description: 'word '.repeat(200) } }),
    )
    expect(values.name).toHaveLength(80)
    expect(values.description).toMatch(/word…$/)
    expect(values.description.length).toBeLessThanOrEqual(500)
    expect(notes).toContain('The description is cut after 500 characters.')
  })

  it('loses only those of its parts that are malformed', async () => {
    const { baseUrls, authentications, notes } = await importOpenApi(
      described({
        servers: [null, 'https://no.example.com', { url: 'https://a.example.com', variables: 7 }],
        security: [null, { token: [] }],
        components: { securitySchemes: { broken: 'bearer', token: { type: 'http', scheme: 'bearer' } } },
      }),
    )
    expect(baseUrls.map(({ value }) => value)).toEqual(['https://a.example.com'])
    expect(authentications.map(({ label }) => label)).toEqual(['Bearer token (token)', 'None'])
    expect(notes).toEqual(['The sign-in “broken” can’t be used. It is not described.'])
  })

  it('may repeat keys and merge maps, as YAML in the wild does', async () => {
    const { baseUrls } = await importOpenApi(
      [
        'openapi: 3.0.0',
        'x-server: &server { url: https://a.example.com }',
        'servers:',
        '  - <<: *server',
        'tags: []',
        'tags: []',
      ].join('\n'),
    )
    expect(baseUrls.map(({ value }) => value)).toEqual(['https://a.example.com'])
  })

  it('may be larger as JSON than as YAML', async () => {
    const more = { paths: { '/': { description: 'x'.repeat(2_000_000) } } }
    await expect(importOpenApi(described(more))).resolves.toMatchObject({ values: { name: 'Pets' } })
    const text = `openapi: 3.0.0\n# ${'x'.repeat(2_000_000)}`
    await expect(importOpenApi(text)).rejects.toThrow('As YAML at most 2 MB can be read.')
  })

  it('does no harm with the names of its parts', async () => {
    const { authentications, notes } = await importOpenApi(
      '{"openapi": "3.0.0", "security": [{"constructor": []}], "components": {"securitySchemes": {"__proto__": {"type": "http"}}}}',
    )
    expect(authentications.map(({ label }) => label)).toEqual(['None'])
    expect(notes.join(' ')).toContain('The sign-in “constructor” can’t be used. It is not described.')
  })

  it.each([
    ['', 'Paste or choose'],
    ['openapi: [', 'line 1 can’t be read'],
    ['{"openapi": ', 'neither JSON nor YAML'],
    ['just words', 'no OpenAPI document'],
    ['[]', 'no OpenAPI document'],
    ['{"info": {}}', 'it has no “openapi” field'],
    ['swagger: "2.0"', 'Swagger 2'],
    ['openapi: 2.0.0', 'Only OpenAPI 3'],
    ['openapi: true', 'Only OpenAPI 3'],
    ['openapi: 3.0.0\n<<: 7', 'a “<<” that doesn’t stand for a map'],
  ])('is refused when it is “%s”, with the reason', async (text, reason) => {
    await expect(importOpenApi(text)).rejects.toThrow(ImportError)
    await expect(importOpenApi(text)).rejects.toThrow(reason)
  })

  it('is refused when its references would grow without end', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [name, last] of ['ba', 'cb', 'dc', 'ed', 'fe'].map((pair) => pair.split(''))) {
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${last}`).join(', ')}]`)
    }
    await expect(importOpenApi(bomb.join('\n'))).rejects.toThrow('refers to parts of itself too often')
  })
})
