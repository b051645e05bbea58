import { useMemo, useState } from 'react'
import { announce } from '@/components/ui/announcer'
import { SearchInput } from '@/components/ui/search-input'
import { useTemplateData } from '../template-field/template-data'
import { SampleMenu } from '../samples/sample-menu'
import { SourceActions } from '../samples/source-actions'
import { DataBranch } from './data-branch'
import { dataGroups } from './data-tree'
import { useStepForm } from './step-context'

/** What the step’s templates may mention, with the values of the last run. */
export function DataTab() {
  const { available, values, suggestions, run, isLoading, lastField } = useTemplateData()
  const { readOnly } = useStepForm()
  const [query, setQuery] = useState('')
  const [inserted, setInserted] = useState<string | null>(null)
  const groups = useMemo(() => dataGroups(available, values), [available, values])
  const wanted = query.trim().toLowerCase()
  const found = wanted === '' ? null : suggestions.filter((each) => matches(each, wanted)).slice(0, 100)

  function insert(reference: string) {
    const field = lastField()
    if (!field) return announceAndSay('Put the cursor into a field of Configure first.')
    field.insert(reference)
    announceAndSay(`Inserted into ${field.label}.`)
  }

  function announceAndSay(text: string) {
    setInserted(text)
    announce(text)
  }

  return (
    <div className="flex flex-col gap-3 p-4">
      <SearchInput label="Search data" value={query} onValueChange={setQuery} />
      <p className="text-xs text-muted">
        {inserted ??
          (readOnly
            ? 'What this step could use.'
            : 'Choose a value to insert it where the cursor was last. Values are from the last run, or samples.')}
      </p>
      {found ? (
        <ul aria-label="Search results" className="flex flex-col">
          {found.map(({ reference, type, sample }) => (
            <DataBranch
              key={reference}
              node={{
                reference,
                name: reference,
                type,
                sample: sample ?? '',
                value: undefined,
                hasChildren: false,
              }}
              depth={0}
              onInsert={readOnly ? null : insert}
            />
          ))}
          {found.length === 0 && <li className="text-muted">Nothing matches “{query}”.</li>}
        </ul>
      ) : (
        groups.map((group) => (
          <section key={group.label + (group.nodes[0]?.reference ?? '')} className="flex flex-col gap-1">
            <div className="flex min-h-6 items-center gap-2">
              <h3 className="min-w-0 truncate font-medium">{group.label}</h3>
              {group.nodeId !== null && !group.isUnknown && !readOnly && (
                <SampleMenu nodeId={group.nodeId} name={group.label} values={values} />
              )}
            </div>
            {group.isUnknown && !isLoading && (
              <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
                {run ? `The last run did not reach ${group.label}.` : `Run ${group.label} to see its fields`}
                {group.nodeId !== null && !readOnly && (
                  <SourceActions nodeId={group.nodeId} name={group.label} />
                )}
              </div>
            )}
            <ul className="flex flex-col">
              {group.nodes.map((node) => (
                <DataBranch key={node.reference} node={node} depth={0} onInsert={readOnly ? null : insert} />
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  )
}

function matches(
  { reference, sample }: { reference: string; sample: string | null },
  wanted: string,
): boolean {
  return reference.toLowerCase().includes(wanted) || (sample?.toLowerCase().includes(wanted) ?? false)
}
