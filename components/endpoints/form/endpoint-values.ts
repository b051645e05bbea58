import type { z } from 'zod'
import {
  type AuthenticationType,
  type createEndpointSchema,
  type Endpoint,
  endpointLimits,
  type updateEndpointSchema,
} from '@/lib/endpoints/schema'
import { authenticationFields } from '@/lib/endpoints/secret-fields'
import { keepsAuthentication, keepsHeader } from './kept-secrets'

/**
 * What the form holds. Its names are those of the input schemas, so an error's path is a field's name.
 * A secret that is `null` is the stored one, which the form never sees; text is what was typed now.
 * Fields of authentication types that are not chosen keep what was typed until the form is saved.
 */
export type EndpointValues = {
  name: string
  description: string
  baseUrl: string
  authentication: {
    type: AuthenticationType
    headerName: string
    token: string | null
    key: string | null
    username: string | null
    password: string | null
  }
  defaultHeaders: HeaderValues[]
  connectTimeoutSeconds: number | null
  responseTimeoutSeconds: number | null
  allowInsecure: boolean
  redirects: Endpoint['redirects']
}

export type HeaderValues = { name: string; value: string | null; secret: boolean }

export function newEndpointValues(name = ''): EndpointValues {
  return {
    name,
    description: '',
    baseUrl: '',
    authentication: {
      type: 'none',
      headerName: 'Authorization',
      token: '',
      key: '',
      username: '',
      password: '',
    },
    defaultHeaders: [],
    connectTimeoutSeconds: endpointLimits.connectTimeoutSeconds.default,
    responseTimeoutSeconds: endpointLimits.responseTimeoutSeconds.default,
    allowInsecure: false,
    redirects: 'none',
  }
}

export function endpointValues(endpoint: Endpoint): EndpointValues {
  const fresh = newEndpointValues()
  const { type, headerName } = endpoint.authentication
  return {
    name: endpoint.name,
    description: endpoint.description,
    baseUrl: endpoint.baseUrl,
    authentication: {
      ...fresh.authentication,
      ...Object.fromEntries(authenticationFields[type].map((part) => [part, null])),
      type,
      headerName: headerName ?? fresh.authentication.headerName,
    },
    defaultHeaders: endpoint.defaultHeaders.map(({ name, secret, value }) => ({
      name,
      secret,
      value: secret ? null : (value ?? ''),
    })),
    connectTimeoutSeconds: endpoint.connectTimeoutSeconds,
    responseTimeoutSeconds: endpoint.responseTimeoutSeconds,
    allowInsecure: endpoint.allowInsecure,
    redirects: endpoint.redirects,
  }
}

/** The form as the input of `createEndpointAction`; parsing says what is missing. */
export function createInput(values: EndpointValues): Unparsed<typeof createEndpointSchema> {
  return { ...settings(values), ...secretSettings(values, null) }
}

/** The form as a change of `endpoint`: absent secrets keep what is stored. */
export function updateInput(
  values: EndpointValues,
  endpoint: Endpoint,
): Unparsed<typeof updateEndpointSchema> {
  return { version: endpoint.version, ...settings(values), ...secretSettings(values, endpoint) }
}

/** An input with everything named, though not everything need be valid yet. */
type Unparsed<Schema extends z.ZodType> = { [Key in keyof z.input<Schema>]: unknown }

/** Whether everything that decides how a request goes out is as it is stored. */
export function isConnectionUnchanged(values: EndpointValues, endpoint: Endpoint): boolean {
  const connection = (all: EndpointValues) => {
    const { name: _name, description: _description, ...rest } = updateInput(all, endpoint)
    return JSON.stringify(rest)
  }
  return connection(values) === connection(endpointValues(endpoint))
}

/** Rows that were added and left empty mean nothing. */
export function withoutBlankHeaders(headers: HeaderValues[]): HeaderValues[] {
  return headers.filter(({ name, value }) => name.trim() !== '' || (value !== null && value !== ''))
}

function settings(values: EndpointValues) {
  const { name, description, baseUrl, connectTimeoutSeconds, responseTimeoutSeconds } = values
  const { allowInsecure, redirects } = values
  return {
    name,
    description,
    baseUrl,
    connectTimeoutSeconds,
    responseTimeoutSeconds,
    allowInsecure,
    redirects,
  }
}

/** A secret that can't be kept and was not typed becomes empty text, which no schema lets through. */
function secretSettings(values: EndpointValues, endpoint: Endpoint | null) {
  const { authentication } = values
  const keeps = keepsAuthentication(values, endpoint)
  const parts = authenticationFields[authentication.type].map((part) => [
    part,
    authentication[part] ?? (keeps ? undefined : ''),
  ])
  return {
    authentication: {
      type: authentication.type,
      ...(authentication.type === 'apiKey' ? { headerName: authentication.headerName.trim() } : {}),
      ...Object.fromEntries(parts),
    },
    defaultHeaders: values.defaultHeaders.map(({ name, value, secret }) => ({
      name: name.trim(),
      secret,
      value: value ?? (keepsHeader(values, name, endpoint) ? undefined : ''),
    })),
  }
}
