import { ChevronRight, Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { announce } from '@/components/ui/announcer'
import { copyText } from '@/components/ui/copy-text'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { cn } from '@/lib/utils'
import { childNodes, type DataNode } from './data-tree'

type DataBranchProps = {
  node: DataNode
  depth: number
  /** `null` while nothing may be changed. */
  onInsert: ((reference: string) => void) | null
}

/** One value, what can be done with it, and on demand what is inside of it. */
export function DataBranch({ node, depth, onInsert }: DataBranchProps) {
  const [open, setOpen] = useState(false)
  return (
    <li>
      <div
        className="flex items-center gap-1 rounded-md hover:bg-subtle"
        style={{ paddingLeft: `${depth * 0.875}rem` }}
      >
        {node.hasChildren ? (
          <button
            type="button"
            aria-expanded={open}
            aria-label={`What is inside ${node.name}`}
            className="grid size-6 shrink-0 place-items-center rounded-sm text-muted"
            onClick={() => setOpen(!open)}
          >
            <ChevronRight aria-hidden className={cn('size-3.5', open && 'rotate-90')} />
          </button>
        ) : (
          <span className="size-6 shrink-0" />
        )}
        <button
          type="button"
          // The field that it goes into keeps its selection.
          onPointerDown={(event) => event.preventDefault()}
          disabled={onInsert === null}
          className="flex min-h-7 min-w-0 flex-1 items-baseline gap-2 rounded-sm py-1 text-left"
          onClick={() => onInsert?.(node.reference)}
        >
          <span className="max-w-[70%] shrink-0 truncate font-mono text-xs">{node.name}</span>
          <span className="min-w-0 flex-1 truncate text-xs text-muted">{node.sample}</span>
          <span className="shrink-0 text-xs text-muted">{node.type}</span>
        </button>
        <Menu
          align="end"
          trigger={
            <IconButton label={`More about ${node.name}`} size="sm">
              <Ellipsis size={14} aria-hidden />
            </IconButton>
          }
        >
          <MenuItem onClick={() => void copy(node.reference)}>Copy path</MenuItem>
          {node.value !== undefined && (
            <MenuItem onClick={() => void copy(asText(node.value))}>Copy value</MenuItem>
          )}
        </Menu>
      </div>
      {open && (
        <ul>
          {childNodes(node).map((child) => (
            <DataBranch key={child.reference} node={child} depth={depth + 1} onInsert={onInsert} />
          ))}
        </ul>
      )}
    </li>
  )
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

async function copy(text: string): Promise<void> {
  if (await copyText(text)) announce('Copied')
}
