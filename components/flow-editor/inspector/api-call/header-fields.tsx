import { Lock } from 'lucide-react'
import { credentialHeaderName, type Endpoint } from '@/lib/endpoints/schema'
import type { NodeData } from '@/lib/flows/schema'
import { cn } from '@/lib/utils'
import { NameValueRows } from '../name-value-rows'
import { Section } from '../section'
import { useStepForm } from '../step-context'
import { inheritedHeader, isOverridden } from './header-rules'

type Props = { data: NodeData<'apiCall'>; endpoint: Endpoint | undefined }

/** What the endpoint sends with every request, then the step’s own headers. */
export function HeaderFields({ data, endpoint }: Props) {
  const { update } = useStepForm()
  const rows = data.headers ?? []
  return (
    <Section title="Headers">
      {endpoint && <Inherited endpoint={endpoint} own={rows} />}
      <NameValueRows
        field="headers"
        what="header"
        canDisable
        rows={rows}
        onRowsChange={(headers, field) =>
          update({ headers: headers.length > 0 ? headers : undefined }, field)
        }
        note={(row) => {
          const inherited = inheritedHeader(row.name, endpoint)
          return inherited && !inherited.secret && row.enabled !== false
            ? `Overrides the one from ${endpoint?.name}`
            : undefined
        }}
      />
    </Section>
  )
}

function Inherited({ endpoint, own }: { endpoint: Endpoint; own: { name: string; enabled?: boolean }[] }) {
  const credential = credentialHeaderName(endpoint.authentication)
  const rows = [
    ...endpoint.defaultHeaders.map(({ name, value, secret }) => ({ name, value: secret ? null : value })),
    ...(credential === null
      ? []
      : [{ name: endpoint.authentication.headerName ?? 'Authorization', value: null }]),
  ]
  if (rows.length === 0) return null
  return (
    <ul aria-label={`Headers from ${endpoint.name}`} className="flex flex-col gap-1 text-xs text-muted">
      {rows.map(({ name, value }) => (
        <li key={name} className="flex items-baseline gap-2">
          <span
            className={cn(
              'min-w-0 flex-1 truncate font-mono',
              isOverridden(name, own) && value !== null && 'line-through',
            )}
          >
            {name}: {value ?? '••••'}
          </span>
          {value === null && <Lock aria-label="Secret" className="size-3 shrink-0 self-center" />}
          <span className="shrink-0">from {endpoint.name}</span>
        </li>
      ))}
    </ul>
  )
}
