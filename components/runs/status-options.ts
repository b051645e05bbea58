import { runStatuses } from '@/lib/runs/schema'
import { runStatusName } from './run-status'

/** For filters by status. */
export const statusOptions = [
  { value: 'all' as const, label: 'All statuses' },
  ...runStatuses.map((value) => ({ value, label: runStatusName(value) })),
]
