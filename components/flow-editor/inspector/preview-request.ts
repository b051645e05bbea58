import { prepareRequest } from '@/lib/executor/prepare-request'
import { StepFailure } from '@/lib/executor/step-failure'
import type { LoadedEndpoint } from '@/lib/executor/types'
import { credentialHeaderName, type Endpoint } from '@/lib/endpoints/schema'
import type { NodeData } from '@/lib/flows/schema'
import type { TemplateScope } from '@/lib/flows/templates'
import { buildHeaders } from '@/lib/http/build-headers'
import { buildUrl } from '@/lib/http/build-url'
import { SendFailure } from '@/lib/http/failures'

export type RequestPreview =
  | { ok: true; method: string; url: string; headers: { name: string; value: string }[]; body: string | null }
  | { ok: false; message: string }

const masked = '••••'

/** What the step would send with these values, worked out by the code that sends it. Secrets stay out. */
export function previewRequest(
  data: NodeData<'apiCall'>,
  endpoint: Endpoint,
  values: TemplateScope,
): RequestPreview {
  try {
    const request = prepareRequest(data, withoutSecrets(endpoint), values)
    const { fields, secretHeaderNames } = buildHeaders(request)
    const secret = new Set(secretHeaderNames)
    const headers = fields.map(({ name, value }) => ({
      name,
      value: secret.has(name.toLowerCase()) ? masked : value,
    }))
    const content = request.body?.content
    return {
      ok: true,
      method: request.method,
      url: buildUrl(request.baseUrl, request.path, request.query).href,
      headers: [...headers, ...credential(endpoint)],
      body: typeof content === 'string' ? content : null,
    }
  } catch (error) {
    if (error instanceof StepFailure) return { ok: false, message: error.error.message }
    if (error instanceof SendFailure) return { ok: false, message: error.message }
    throw error
  }
}

function withoutSecrets(endpoint: Endpoint): LoadedEndpoint {
  const { id, name, version, baseUrl, redirects, defaultHeaders } = endpoint
  return {
    id,
    name,
    version,
    baseUrl,
    redirects,
    defaultHeaders: defaultHeaders.map((header) => ({ name: header.name, value: header.value ?? '' })),
    secretHeaderNames: defaultHeaders
      .filter(({ secret }) => secret)
      .map((header) => header.name.toLowerCase()),
    credential: { type: 'none' },
    connectTimeoutMs: endpoint.connectTimeoutSeconds * 1000,
    responseTimeoutMs: endpoint.responseTimeoutSeconds * 1000,
  }
}

function credential({ authentication }: Endpoint): { name: string; value: string }[] {
  if (credentialHeaderName(authentication) === null) return []
  const name =
    authentication.type === 'apiKey' ? (authentication.headerName ?? 'Authorization') : 'Authorization'
  const prefix = { bearer: 'Bearer ', basic: 'Basic ', apiKey: '', none: '' }[authentication.type]
  return [{ name, value: prefix + masked }]
}
