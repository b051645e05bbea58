/** The button of a step in the list, while the flow is shown as one. */
export function rowElement(nodeId: string): HTMLElement | null {
  return document.querySelector(`[data-step-row="${CSS.escape(nodeId)}"]`)
}
