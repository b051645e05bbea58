/** The two live regions that `LiveRegions` renders once for the whole app. */
export const regionIds = { polite: 'announce-polite', assertive: 'announce-assertive' } as const

/**
 * Says something to screen readers that sighted people see happen elsewhere. Assertive is only for what
 * stops the reader.
 */
export function announce(text: string, { assertive = false }: { assertive?: boolean } = {}): void {
  const region = document.getElementById(assertive ? regionIds.assertive : regionIds.polite)
  if (!region) return
  // A region that already holds the same words stays silent, so the same news twice gets another node.
  const line = document.createElement('p')
  line.textContent = text
  region.replaceChildren(line)
}
