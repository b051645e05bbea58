import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import type { Endpoint } from '@/lib/endpoints/schema'
import { shortAuthenticationNames } from '../authentication-names'
import { SelectEndpoint } from '../bulk/select-endpoint'
import { EndpointMenu } from '../endpoint-menu'
import { EndpointStatusBadge } from '../endpoint-status-badge'
import { UsedByButton } from '../used-by-button'
import { BaseUrlText } from './base-url-text'
import type { EndpointRowActions } from './endpoint-table'

/** The list on phones. */
export function EndpointCards({
  endpoints,
  onTest,
  onDelete,
  selection,
}: EndpointRowActions & { endpoints: Endpoint[] }) {
  const { href } = useOrganization()
  const router = useRouter()
  return (
    <ul aria-label="API endpoints" className="divide-y divide-line">
      {endpoints.map((endpoint) => (
        <li key={endpoint.id} className="flex flex-col gap-1 px-4 py-3">
          <div className="flex items-center gap-2">
            <SelectEndpoint endpoint={endpoint} selection={selection} />
            <Link
              href={href(`/endpoints/${endpoint.id}`)}
              className="min-w-0 rounded-sm py-0.5 font-medium break-words"
            >
              {endpoint.name}
            </Link>
            {endpoint.isDemo && <Badge>Demo</Badge>}
            <span className="ml-auto">
              <EndpointMenu
                endpoint={endpoint}
                open={{ label: 'Open', onClick: () => router.push(href(`/endpoints/${endpoint.id}`)) }}
                onTest={() => onTest(endpoint)}
                onDelete={() => onDelete(endpoint)}
              />
            </span>
          </div>
          {endpoint.description && <p className="line-clamp-2 text-muted">{endpoint.description}</p>}
          <BaseUrlText baseUrl={endpoint.baseUrl} />
          <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5">
            <span>{shortAuthenticationNames[endpoint.authentication.type]}</span>
            <EndpointStatusBadge endpoint={endpoint} withAge />
            <UsedByButton endpoint={endpoint} />
          </div>
          <p className="text-xs text-muted">
            Updated <RelativeTime date={endpoint.updatedAt} /> by {endpoint.updatedBy}
          </p>
        </li>
      ))}
    </ul>
  )
}
