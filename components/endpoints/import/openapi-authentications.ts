import { authenticationNames } from '../authentication-names'
import { type EndpointValues, newEndpointValues } from '../form/endpoint-values'
import type { Choice } from './endpoint-import'
import { type OpenApi, type SecurityScheme, securitySchemeSchema } from './openapi-schema'

type Authentication = EndpointValues['authentication']

/** How the API signs in, as far as an endpoint can, and why not otherwise. Never empty. */
export function openApiAuthentications(document: OpenApi): {
  choices: Choice<Authentication>[]
  notes: string[]
} {
  const { securitySchemes } = document.components
  const required = document.security.flatMap((alternative) => Object.keys(alternative))
  const names = [...new Set([...required, ...Object.keys(securitySchemes)])]
  const choices: Choice<Authentication>[] = []
  const notes: string[] = []
  for (const name of names) {
    const scheme = resolve(securitySchemes, name)
    const known = scheme && supported(scheme)
    if (known) choices.push(choice(known, name))
    else
      notes.push(`The sign-in “${name}” can’t be used. ${scheme ? whyNot(scheme) : 'It is not described.'}`)
  }
  return { choices: [...choices, choice({ type: 'none' }, '')], notes }
}

function choice(part: Partial<Authentication> & { type: Authentication['type'] }, name: string) {
  const label = authenticationNames[part.type]
  return {
    value: { ...newEndpointValues().authentication, ...part },
    label: name === '' ? label : `${label} (${name})`,
    description:
      part.type === 'none' ? 'Requests are sent without a secret.' : 'The secret is entered in the form.',
  }
}

function resolve(schemes: OpenApi['components']['securitySchemes'], name: string): SecurityScheme | null {
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined
  if (!scheme || !('$ref' in scheme)) return scheme ?? null
  const target = /^#\/components\/securitySchemes\/([^/]+)$/.exec(scheme.$ref)?.[1]
  const found = target !== undefined && Object.hasOwn(schemes, target) ? schemes[target] : undefined
  return securitySchemeSchema.safeParse(found).data ?? null
}

function supported({ type, scheme, in: place, name }: SecurityScheme) {
  if (type === 'http' && scheme.toLowerCase() === 'bearer') return { type: 'bearer' as const }
  if (type === 'http' && scheme.toLowerCase() === 'basic') return { type: 'basic' as const }
  if (type === 'apiKey' && place === 'header' && name !== '') {
    return { type: 'apiKey' as const, headerName: name }
  }
  return null
}

function whyNot({ type, scheme, in: place }: SecurityScheme): string {
  if (type === 'apiKey' && place === 'query') return 'Its key belongs to the query of each API Call.'
  if (type === 'apiKey' && place === 'cookie') return 'For a cookie, add the default header “Cookie”.'
  if (type === 'oauth2' || type === 'openIdConnect') {
    return 'Sluice fetches no tokens. With one from elsewhere, choose Bearer token in the form.'
  }
  if (type === 'mutualTLS') return 'An endpoint has no certificate of its own.'
  return type === 'http' ? `An endpoint can’t sign in with “${scheme}”.` : 'Its kind is not known.'
}
