'use client'

import { useState } from 'react'
import { SearchInput } from '@/components/ui/search-input'
import { MethodBadge } from './method-badge'

export type NavigationEntry = {
  id: string
  group: string
  title: string
  method?: string
  /** What it is found by besides its title. */
  words: string
}

/** Every call and every schema, found by name, path or field. */
export function ApiNavigation({ entries, onGo }: { entries: NavigationEntry[]; onGo?: () => void }) {
  const [search, setSearch] = useState('')
  const words = search.trim().toLowerCase().split(/\s+/)
  const found = entries.filter((entry) => {
    const text = `${entry.title} ${entry.method ?? ''} ${entry.words}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const groups = [...new Set(found.map((entry) => entry.group))]
  return (
    <nav aria-label="REST API" className="flex min-h-0 flex-col gap-3">
      <SearchInput value={search} onValueChange={setSearch} label="Search calls and fields" size="sm" />
      {found.length === 0 && <p className="px-2 text-muted">Nothing matches “{search.trim()}”.</p>}
      {groups.map((group) => (
        <div key={group}>
          <h2 className="px-2 pb-1 text-xs font-semibold text-muted">{group}</h2>
          <ul className="flex flex-col">
            {found
              .filter((entry) => entry.group === group)
              .map(({ id, title, method }) => (
                <li key={id}>
                  <a
                    href={`#${id}`}
                    onClick={onGo}
                    className="flex min-h-7 items-center gap-2 rounded-md px-2 py-0.5 hover:bg-subtle"
                  >
                    {method && <MethodBadge method={method} />}
                    <span className="min-w-0 break-words">{title}</span>
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
