'use client'

import { ChevronsUpDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Menu, MenuRadioGroup } from '@/components/ui/menu'
import { useOrganization } from './organization-context'
import { Mark } from './wordmark'

type OrganizationSwitcherProps = { organizations: { slug: string; name: string }[] }

/** Where we are; a menu for those who are a member of several organizations. */
export function OrganizationSwitcher({ organizations }: OrganizationSwitcherProps) {
  const current = useOrganization()
  const router = useRouter()
  const name = (
    <>
      <Mark className="size-6 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-left font-semibold">{current.name}</span>
    </>
  )
  if (organizations.length < 2) {
    return <div className="flex h-9 min-w-0 items-center gap-2 px-1.5">{name}</div>
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Organization: ${current.name}. Switch organization`}
          className="flex h-9 w-full min-w-0 items-center gap-2 rounded-md px-1.5 hover:bg-subtle data-popup-open:bg-subtle"
        >
          {name}
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </button>
      }
    >
      <MenuRadioGroup
        label="Organizations"
        value={current.slug}
        onValueChange={(slug) => router.push(`/${slug}/dashboard`)}
        options={organizations.map(({ slug, name: label }) => ({ value: slug, label }))}
      />
    </Menu>
  )
}
