import type { ComponentProps } from 'react'
import { StatusBadge } from '@/components/ui/status-badge'
import type { RunStatus } from '@/lib/runs/schema'
import type { StepViewStatus } from './step-view'

type Tone = ComponentProps<typeof StatusBadge>['tone']

const runTones = {
  queued: ['queued', 'Queued'],
  running: ['running', 'Running'],
  succeeded: ['success', 'Succeeded'],
  failed: ['danger', 'Failed'],
  canceled: ['canceled', 'Canceled'],
  interrupted: ['warning', 'Interrupted'],
} as const satisfies Record<RunStatus, [Tone, string]>

const stepTones = {
  queued: ['queued', 'Queued'],
  running: ['running', 'Running'],
  succeeded: ['success', 'Succeeded'],
  failed: ['danger', 'Failed'],
  skipped: ['skipped', 'Skipped'],
  canceled: ['canceled', 'Canceled'],
} as const satisfies Record<StepViewStatus, [Tone, string]>

export function RunStatusBadge({ status, plain }: { status: RunStatus; plain?: boolean }) {
  const [tone, text] = runTones[status]
  return (
    <StatusBadge tone={tone} plain={plain}>
      {text}
    </StatusBadge>
  )
}

export function StepStatusBadge({ status, plain }: { status: StepViewStatus; plain?: boolean }) {
  const [tone, text] = stepTones[status]
  return (
    <StatusBadge tone={tone} plain={plain}>
      {text}
    </StatusBadge>
  )
}

export function runStatusName(status: RunStatus): string {
  return runTones[status][1]
}
