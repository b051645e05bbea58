import { phoneQuery, useMediaQuery } from '../use-media-query'
import { useReadOnly } from '../use-read-only'

/** Whether steps can be moved, wired and deleted on the canvas itself. */
export function useCanvasEditable(): boolean {
  const readOnly = useReadOnly()
  const phone = useMediaQuery(phoneQuery)
  return readOnly === null && !phone
}
