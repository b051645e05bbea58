import { endpointLimits } from '@/lib/endpoints/schema'
import { parseAddress } from '@/lib/http/address-rules'
import { hostOf, parseUrl } from '@/lib/http/url-rules'
import { authenticationNames } from '../authentication-names'
import { type EndpointValues, newEndpointValues } from '../form/endpoint-values'
import { baseUrlChoices } from './base-url-choices'
import { curlCredential, unsupportedSchemes } from './curl-credential'
import { curlHeaders } from './curl-headers'
import { type CurlNotes, createCurlNotes } from './curl-notes'
import { silentOptions } from './curl-options'
import type { EndpointImport } from './endpoint-import'
import { ImportError } from './import-error'
import type { ImportedHeader } from './imported-headers'
import { nameFromHost } from './name-from-host'
import { type CurlCommand, parseCurl } from './parse-curl'
import { variableName } from './shell-command'

/**
 * An endpoint that sends what a command of curl sends, as far as it is the same for every call.
 * @throws ImportError when the command can't be read
 */
export function importCurl(text: string, list: (items: string[]) => string): EndpointImport {
  const command = parseCurl(text)
  const notes = createCurlNotes(list)
  const url = urlOf(command, notes)
  const baseUrls = baseUrlChoices(url)
  const [proposed] = baseUrls
  if (!proposed) throw new ImportError('The address can’t be a base URL. Check the host and the path.')
  const fresh = newEndpointValues(nameFromHost(url).slice(0, endpointLimits.name))
  const headers = curlHeaders(command, notes)
  const authentication = { ...fresh.authentication, ...curlCredential(command, url, headers, notes) }
  const values: EndpointValues = {
    ...fresh,
    baseUrl: proposed.value,
    authentication,
    defaultHeaders: headers.map((header) => withoutVariables(header, notes)),
    redirects: command.options.some(({ name }) => name.startsWith('location')) ? 'any' : 'none',
    connectTimeoutSeconds: timeoutOf(command, 'connect-timeout', 'connectTimeoutSeconds', notes),
    responseTimeoutSeconds: timeoutOf(command, 'max-time', 'responseTimeoutSeconds', notes),
  }
  noteTheRest(command, url, notes)
  return {
    values,
    baseUrls,
    authentications: [
      { value: authentication, label: authenticationNames[authentication.type], description: '' },
    ],
    notes: notes.all(),
  }
}

function urlOf({ urls }: CurlCommand, notes: CurlNotes): URL {
  const [word] = urls
  if (!word) throw new ImportError('The command has no URL. Paste all of it.')
  if (urls.length > 1) notes.say('The command has several URLs, of which the first one is used.')
  const text = word.text.trim()
  const [variable] = word.variables
  const path = text.replace(/^[a-z]+:\/\//i, '').split(/[?#]/)[0] ?? ''
  if (variable !== undefined && path.includes(variable)) {
    throw new ImportError(`The URL has ${variableName(variable)} in it. Put its value there.`)
  }
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text)
  const url = parseUrl(hasScheme ? text : `https://${text}`)
  if (!url) throw new ImportError('The URL of the command can’t be read. Check it for typing errors.')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new ImportError(`The URL begins with ${url.protocol}//, and an endpoint is for http and https.`)
  }
  if (!hasScheme) {
    const scheme = isLikelyPlain(hostOf(url)) ? 'http' : 'https'
    notes.say(`The URL says neither http nor https, so ${scheme} is used.`)
    return parseUrl(`${scheme}://${text}`) ?? url
  }
  return url
}

/** Hosts for which certificates are rare: this machine, and addresses without a name. */
function isLikelyPlain(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || parseAddress(host) !== null
}

function withoutVariables(header: ImportedHeader, notes: CurlNotes) {
  const { name, value, secret, variables } = header
  const [variable] = variables
  if (variable === undefined) return { name, value, secret }
  notes.say(`The value of “${name}” is in ${variableName(variable)}. Enter it in the form.`)
  return { name, value: '', secret }
}

function timeoutOf(
  { options }: CurlCommand,
  option: 'connect-timeout' | 'max-time',
  field: 'connectTimeoutSeconds' | 'responseTimeoutSeconds',
  notes: CurlNotes,
): number {
  const limit = endpointLimits[field]
  const text = options.findLast(({ name }) => name === option)?.value.text
  if (text === undefined) return limit.default
  const seconds = Number(text)
  if (text.trim() === '' || !(seconds >= 0)) throw new ImportError(`--${option} needs a number of seconds.`)
  // In curl zero stands for its default.
  if (seconds === 0) return limit.default
  const allowed = Math.min(Math.max(seconds, limit.min), limit.max)
  if (allowed !== seconds) {
    notes.say(`--${option} becomes ${allowed} s: an endpoint waits ${limit.min} to ${limit.max} s.`)
  }
  return allowed
}

const bodies = /^(data(-.*)?|json|form(-string)?|upload-file)$/
const used = new Set([
  ...['connect-timeout', 'cookie', 'header', 'location', 'location-trusted', 'max-time', 'next'],
  ...['oauth2-bearer', 'referer', 'user', 'user-agent', 'basic'],
  ...unsupportedSchemes,
])

function noteTheRest({ options, rest }: CurlCommand, url: URL, notes: CurlNotes) {
  const names = options.map(({ name }) => name)
  const isGet = names.includes('get')
  if (names.some((name) => name === 'request' || name === 'head')) notes.call('the method')
  if (url.search !== '' || isGet || names.includes('url-query')) notes.call('the query')
  if (!isGet && names.some((name) => bodies.test(name))) notes.call('the body')
  if (names.some((name) => name.startsWith('retry'))) notes.call('the retries')
  if (names.includes('insecure')) {
    notes.say('Left out: --insecure. Sluice always checks the certificate of an API.')
  }
  for (const name of names) {
    const isCall = /^(request|head|get|insecure|url-query|retry.*)$/.test(name) || bodies.test(name)
    if (!isCall && !used.has(name) && !silentOptions.has(name)) notes.option(name)
  }
  if (rest !== '') notes.say('Left out: what follows the command.')
}
