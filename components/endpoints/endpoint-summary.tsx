'use client'

import type { ReactNode } from 'react'
import { Callout } from '@/components/ui/callout'
import { useOrganization } from '@/components/shell/organization-context'
import type { Endpoint } from '@/lib/endpoints/schema'
import { authenticationNames } from './authentication-names'
import { secretNouns } from './form/kept-secrets'
import { redirectNames } from './form/redirect-names'
import { credentialHeaderText, masked } from './form/request-preview-lines'
import { StoredSecret } from './form/stored-secret'
import { SavedEndpointTest } from './saved-endpoint-test'

/** An endpoint for those who may use it, and not change it. */
export function EndpointSummary({ endpoint }: { endpoint: Endpoint }) {
  const { refusal } = useOrganization()
  const { authentication, defaultHeaders } = endpoint
  const header = credentialHeaderText(authentication.type, authentication.headerName ?? '')
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <Callout tone="info">{refusal('admin', 'change endpoints')}</Callout>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <Item name="Name">{endpoint.name}</Item>
        {endpoint.description && <Item name="Description">{endpoint.description}</Item>}
        <Item name="Base URL" mono>
          {endpoint.baseUrl}
        </Item>
        <Item name="Authentication">
          {authenticationNames[authentication.type]}
          {header && <span className="block font-mono text-xs text-muted">{header}</span>}
          {authentication.type !== 'none' && (
            <StoredSecret className="mt-1.5" noun={secretNouns[authentication.type]} state={authentication} />
          )}
        </Item>
        <Item name="Default headers" mono={defaultHeaders.length > 0}>
          {defaultHeaders.length === 0
            ? 'None'
            : defaultHeaders.map(({ name, value, secret }) => (
                <span key={name} className="block">
                  {name}: {secret ? masked : value}
                </span>
              ))}
        </Item>
        <Item name="Connection timeout">{endpoint.connectTimeoutSeconds} s</Item>
        <Item name="Response timeout">{endpoint.responseTimeoutSeconds} s</Item>
        <Item name="Redirects">{redirectNames[endpoint.redirects]}</Item>
      </dl>
      <section aria-labelledby="summary-test" className="flex flex-col gap-3 border-t border-line pt-4">
        <h2 id="summary-test" className="text-sm font-semibold">
          Test connection
        </h2>
        <SavedEndpointTest endpoint={endpoint} />
      </section>
    </div>
  )
}

function Item({ name, mono, children }: { name: string; mono?: boolean; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{name}</dt>
      <dd className={mono ? 'min-w-0 font-mono text-xs break-all' : 'min-w-0 break-words'}>{children}</dd>
    </div>
  )
}
