import { Checkbox } from '@/components/ui/checkbox'
import type { Endpoint } from '@/lib/endpoints/schema'
import type { Selection } from './use-selection'

/** The checkbox of an endpoint in the list. */
export function SelectEndpoint({ endpoint, selection }: { endpoint: Endpoint; selection: Selection }) {
  return (
    <Checkbox
      label={`Select ${endpoint.name}`}
      hideLabel
      checked={selection.has(endpoint.id)}
      onCheckedChange={(isSelected) => selection.set(endpoint.id, isSelected)}
    />
  )
}
