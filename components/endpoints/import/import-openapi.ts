import { endpointLimits } from '@/lib/endpoints/schema'
import { parseUrl } from '@/lib/http/url-rules'
import { newEndpointValues } from '../form/endpoint-values'
import type { EndpointImport } from './endpoint-import'
import { ImportError } from './import-error'
import { nameFromHost } from './name-from-host'
import { openApiAuthentications } from './openapi-authentications'
import { type OpenApi, openApiSchema } from './openapi-schema'
import { openApiServers } from './openapi-servers'
import { readDocument } from './read-document'

/**
 * An endpoint for the API that an OpenAPI 3 document describes. Its secret is still to be entered.
 * @throws ImportError when the document can't be read
 */
export async function importOpenApi(text: string): Promise<EndpointImport> {
  const document = checked(await readDocument(text))
  const servers = openApiServers(document)
  const authentications = openApiAuthentications(document)
  const [server] = servers.choices
  const [authentication] = authentications.choices
  if (!server || !authentication) throw new Error('There is always a choice')
  const description = shortened(document.info.description.trim())
  const name = document.info.title.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const url = parseUrl(server.value)
  return {
    values: {
      ...newEndpointValues((name || (url ? nameFromHost(url) : '')).slice(0, endpointLimits.name).trim()),
      description: description.text,
      baseUrl: server.value,
      authentication: authentication.value,
    },
    baseUrls: servers.choices,
    authentications: authentications.choices,
    notes: [...servers.notes, ...authentications.notes, ...description.notes],
  }
}

function checked(value: unknown): OpenApi {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ImportError('This is no OpenAPI document.')
  }
  if ('swagger' in value) {
    throw new ImportError('This is a Swagger 2 document. Convert it to OpenAPI 3 first.')
  }
  if (!('openapi' in value)) throw new ImportError('This is no OpenAPI document: it has no “openapi” field.')
  const document = openApiSchema.safeParse({
    ...value,
    openapi: typeof value.openapi === 'number' ? `${value.openapi}` : value.openapi,
  }).data
  if (!document?.openapi.startsWith('3.')) {
    throw new ImportError('Only OpenAPI 3 can be read, and this document names another version.')
  }
  return document
}

/** What fits into a description, ended where a word does. */
function shortened(text: string): { text: string; notes: string[] } {
  const clean = text.replace(/[^\P{Cc}\n\r\t]/gu, '')
  if (clean.length <= endpointLimits.description) return { text: clean, notes: [] }
  const cut = clean.slice(0, endpointLimits.description - 1)
  const end = cut.search(/\s\S*$/)
  return {
    text: `${cut.slice(0, end > 0 ? end : undefined).trimEnd()}…`,
    notes: [`The description is cut after ${endpointLimits.description} characters.`],
  }
}
