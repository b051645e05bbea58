'use client'

import type { ReactElement } from 'react'
import { Tooltip } from './tooltip'

type DisabledReasonProps = {
  reason: string | undefined
  /** The id that the control is described by, from `useDisabledReason`. */
  descriptionId: string | undefined
  children: ReactElement
}

/**
 * Says on hover, on focus and to screen readers why the control inside can't be used. The tooltip is
 * there without a reason too: adding it later would mount the control anew and lose its focus.
 */
export function DisabledReason({ reason, descriptionId, children }: DisabledReasonProps) {
  return (
    <>
      <Tooltip content={reason} disabled={!reason}>
        {children}
      </Tooltip>
      {reason && (
        <span id={descriptionId} hidden>
          {reason}
        </span>
      )}
    </>
  )
}
