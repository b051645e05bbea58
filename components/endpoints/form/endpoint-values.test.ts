import { describe, expect, it } from 'vitest'
import type { ZodError } from 'zod'
import { createEndpointSchema, updateEndpointSchema } from '@/lib/endpoints/schema'
import {
  createInput,
  type EndpointValues,
  endpointValues,
  isConnectionUnchanged,
  newEndpointValues,
  updateInput,
  withoutBlankHeaders,
} from './endpoint-values'
import { sampleEndpoint } from './sample-endpoint'

const secret = crypto.randomUUID()

function changed(change: (values: EndpointValues) => void): EndpointValues {
  const values = structuredClone(endpointValues(sampleEndpoint()))
  change(values)
  return values
}

/** The first message of each field, as the form shows it. */
function issues(values: EndpointValues, endpoint = sampleEndpoint()) {
  return messages(updateEndpointSchema.safeParse(updateInput(values, endpoint)).error)
}

function messages(error: ZodError | undefined): Record<string, string> {
  const reversed = [...(error?.issues ?? [])].reverse()
  return Object.fromEntries(reversed.map(({ path, message }) => [path.join('.'), message]))
}

describe('the form of a new endpoint', () => {
  it('becomes a valid input with only the chosen authentication', () => {
    const values = newEndpointValues('Billing API')
    values.baseUrl = 'https://API.example.com/'
    values.authentication = { ...values.authentication, type: 'bearer', token: secret, key: 'typed before' }
    expect(createEndpointSchema.parse(createInput(values))).toMatchObject({
      name: 'Billing API',
      baseUrl: 'https://api.example.com',
      authentication: { type: 'bearer', token: secret },
    })
  })

  it('reports a missing secret on its field', () => {
    const values = newEndpointValues('Billing API')
    values.baseUrl = 'https://api.example.com'
    values.authentication.type = 'basic'
    expect(messages(createEndpointSchema.safeParse(createInput(values)).error)).toEqual({
      'authentication.username': 'Enter the user name.',
      'authentication.password': 'Enter the password.',
    })
  })
})

describe('the form of a stored endpoint', () => {
  it('keeps every stored secret when nothing else was entered', () => {
    expect(
      updateInput(
        changed((values) => (values.name = 'Renamed')),
        sampleEndpoint(),
      ),
    ).toMatchObject({
      version: 4,
      name: 'Renamed',
      authentication: { type: 'bearer', token: undefined },
      defaultHeaders: [
        { name: 'X-Version', value: '3', secret: false },
        { name: 'X-Tenant-Key', value: undefined, secret: true },
      ],
    })
  })

  it('sends a replaced secret', () => {
    const values = changed((form) => (form.authentication.token = secret))
    expect(updateInput(values, sampleEndpoint()).authentication).toEqual({ type: 'bearer', token: secret })
  })

  it.each(['http://api.example.com/v2', 'https://api.new.com/v2', 'https://api.example.com:8443/v2'])(
    'asks for every secret again when the base URL becomes %s',
    (baseUrl) => {
      expect(issues(changed((values) => (values.baseUrl = baseUrl)))).toEqual({
        'authentication.token': 'Enter the token.',
        'defaultHeaders.1.value': 'Enter the secret value.',
      })
    },
  )

  it('keeps the secrets when only the path of the base URL changes', () => {
    expect(issues(changed((values) => (values.baseUrl = 'https://api.example.com/v3')))).toEqual({})
  })

  it('asks for an API key again when it would go out in another header', () => {
    const endpoint = sampleEndpoint({
      defaultHeaders: [],
      authentication: { ...sampleEndpoint().authentication, type: 'apiKey', headerName: 'X-API-Key' },
    })
    const values = endpointValues(endpoint)
    expect(issues(values, endpoint)).toEqual({})
    values.authentication.headerName = 'X-Other-Key'
    expect(issues(values, endpoint)).toEqual({ 'authentication.key': 'Enter the key.' })
  })

  it('asks for the secret header again under another name', () => {
    const values = changed((form) => (form.defaultHeaders[1] = { name: 'X-New', value: null, secret: true }))
    expect(issues(values)).toEqual({ 'defaultHeaders.1.value': 'Enter the secret value.' })
  })

  it('asks for the parts of another kind of authentication', () => {
    expect(issues(changed((values) => (values.authentication.type = 'apiKey')))).toEqual({
      'authentication.key': 'Enter the key.',
    })
  })

  it('lets an endpoint without its secret be renamed', () => {
    const endpoint = sampleEndpoint({ authentication: { ...sampleEndpoint().authentication, isSet: false } })
    expect(issues({ ...endpointValues(endpoint), name: 'Renamed' }, endpoint)).toEqual({})
  })

  it('knows which changes touch the request', () => {
    const endpoint = sampleEndpoint()
    expect(
      isConnectionUnchanged(
        changed((values) => (values.name = 'Renamed')),
        endpoint,
      ),
    ).toBe(true)
    expect(
      isConnectionUnchanged(
        changed((values) => (values.redirects = 'any')),
        endpoint,
      ),
    ).toBe(false)
    expect(
      isConnectionUnchanged(
        changed((values) => (values.authentication.token = '')),
        endpoint,
      ),
    ).toBe(false)
  })
})

it('drops only rows that are empty altogether', () => {
  const kept = { name: '', value: null, secret: true }
  const valueOnly = { name: '', value: 'x', secret: false }
  expect(withoutBlankHeaders([{ name: ' ', value: '', secret: false }, valueOnly])).toEqual([valueOnly])
  expect(withoutBlankHeaders([{ ...kept, name: 'X-Key' }])).toHaveLength(1)
})
