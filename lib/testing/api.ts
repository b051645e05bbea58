import { createApi } from '@/lib/api/app'
import type { OrgContext } from '@/lib/auth/context'
import type { Role } from '@/lib/auth/roles'
import { createToken } from '@/lib/tokens/create-token'
import type { TestOrganization } from './organization'

export type ApiAnswer = {
  status: number
  headers: Headers
  /** Parsed JSON, whose shape is for the test to know; null when empty. */
  body: ReturnType<typeof JSON.parse>
}

export type ApiClient = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>

/** A program with an API token of a role, calling the REST API in this process. */
export async function apiClient(organization: TestOrganization, role: Role = 'admin'): Promise<ApiClient> {
  const { token } = await createToken(organization.admin, { name: `Test ${role}`, role })
  return rawApiClient(organization.admin, token)
}

/** The same with any token, or none. A body that is a string is sent as it is. */
export function rawApiClient(parts: OrgContext, token: string | null): ApiClient {
  const api = createApi(() => parts)
  return async (method, path, body, headers = {}) => {
    const response = await api.fetch(
      new Request(`http://localhost/api/v1${path}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
}
