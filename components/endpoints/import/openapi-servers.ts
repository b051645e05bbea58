import { baseUrlProblem, normalizeBaseUrl } from '@/lib/http/url-rules'
import type { Choice } from './endpoint-import'
import type { OpenApi } from './openapi-schema'

/** The servers of a document that can be base URLs, and why the others can’t. */
export function openApiServers({ servers }: Pick<OpenApi, 'servers'>): {
  choices: Choice<string>[]
  notes: string[]
} {
  // A document without servers is about the one that it came from.
  const all = servers.length > 0 ? servers : [{ url: '/', description: '', variables: {} }]
  const choices: Choice<string>[] = []
  const notes: string[] = []
  for (const server of all) {
    const url = filledIn(server)
    const problem = baseUrlProblem(url)
    const usable = problem ? problem.suggestion : normalizeBaseUrl(url)
    if (usable === undefined) notes.push(whyNot(url, problem?.message ?? ''))
    else if (!choices.some(({ value }) => value === usable)) {
      choices.push({ value: usable, label: usable, description: server.description })
    }
  }
  if (choices.length > 0) return { choices, notes }
  notes.push('Enter the base URL in the form.')
  return { choices: [{ value: '', label: 'Enter it in the form', description: '' }], notes }
}

/** Variables get their default, which the document has to name. */
function filledIn({ url, variables }: OpenApi['servers'][number]): string {
  return url.replace(/\{([^}]*)\}/g, (written, name: string) => variables[name]?.default ?? written).trim()
}

function whyNot(url: string, problem: string): string {
  if (url === '/' || url === '') return 'The document names no server.'
  const isRelative = !/^[a-z][a-z\d+.-]*:/i.test(url)
  return isRelative
    ? `The server “${url}” is relative to where the document is kept, which is not known here.`
    : `The server “${url}” can’t be used. ${problem}`
}
