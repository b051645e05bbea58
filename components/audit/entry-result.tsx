import { RunStatusBadge } from '@/components/runs/run-status'
import { StatusBadge } from '@/components/ui/status-badge'
import type { AuditLogEntry } from '@/lib/audit/schema'
import { runStatuses } from '@/lib/runs/schema'

/** How it came out, where that is not plain from what was done. */
export function EntryResult({ entry: { action, details } }: { entry: AuditLogEntry }) {
  switch (action) {
    case 'permission.refused':
    case 'session.refused':
      return (
        <StatusBadge tone="warning" plain>
          Refused
        </StatusBadge>
      )
    case 'egress.blocked':
      return (
        <StatusBadge tone="warning" plain>
          Blocked
        </StatusBadge>
      )
    case 'secret.unavailable':
      return (
        <StatusBadge tone="danger" plain>
          Failed
        </StatusBadge>
      )
    case 'endpoint.tested':
      return (
        <StatusBadge tone={details.ok === true ? 'success' : 'danger'} plain>
          {details.ok === true ? 'Passed' : 'Failed'}
        </StatusBadge>
      )
    case 'run.finished': {
      const status = runStatuses.find((known) => known === details.status)
      return status ? <RunStatusBadge status={status} plain /> : null
    }
    default:
      return null
  }
}
