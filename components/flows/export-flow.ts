import type { FlowDefinition } from '@/lib/flows/schema'

type Exported = { name: string; description: string; definition: FlowDefinition }

/** Saves a flow as a file that can be read, kept and sent through the API. It holds endpoint ids, no secrets. */
export function exportFlow({ name, description, definition }: Exported): void {
  const text = JSON.stringify({ name, description, definition }, null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'flow'}.json`
  link.click()
  URL.revokeObjectURL(url)
}
