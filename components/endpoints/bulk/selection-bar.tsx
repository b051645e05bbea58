import { PlugZap, Trash2 } from 'lucide-react'
import type { Ref } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { loadBulkDelete, loadBulkTest } from './load-bulk-dialogs'
import type { Selection } from './use-selection'

type SelectionBarProps = {
  selection: Selection
  onTest: () => void
  onDelete: () => void
  ref: Ref<HTMLFieldSetElement>
}

/** Selects all endpoints that are shown, and says what can be done with those that are ticked. */
export function SelectionBar({ selection, onTest, onDelete, ref }: SelectionBarProps) {
  const { refusal } = useOrganization()
  const count = selection.selected.length
  return (
    <fieldset ref={ref} aria-label="Selected endpoints" className="border-b border-line">
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
        <Checkbox
          label="Select all shown"
          checked={selection.isAll}
          indeterminate={count > 0 && !selection.isAll}
          onCheckedChange={selection.setAll}
        />
        <p aria-live="polite" className="text-muted">
          {count > 0 && `${count} selected`}
        </p>
        {count > 0 && (
          <div className="flex gap-2">
            <Button
              size="sm"
              icon={<PlugZap aria-hidden className="max-sm:hidden" />}
              aria-label="Test selected endpoints"
              disabledReason={refusal('editor', 'test endpoints')}
              onPointerEnter={() => void loadBulkTest()}
              onClick={onTest}
            >
              Test
            </Button>
            <Button
              size="sm"
              icon={<Trash2 aria-hidden className="max-sm:hidden" />}
              aria-label="Delete selected endpoints"
              disabledReason={refusal('admin', 'delete endpoints')}
              onPointerEnter={() => void loadBulkDelete()}
              onClick={onDelete}
            >
              Delete
            </Button>
          </div>
        )}
      </div>
    </fieldset>
  )
}
