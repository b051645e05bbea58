import { type Role, roles } from '@/lib/auth/roles'

/** How roles are called, and what each lets people do, to follow “can”. */
export const roleLooks = {
  admin: {
    label: 'Admin',
    named: 'an admin',
    can: 'do what editors do, and manage endpoints, secrets, members, API tokens and settings',
  },
  editor: {
    label: 'Editor',
    named: 'an editor',
    can: 'build, run and publish flows, and use and test endpoints',
  },
  viewer: {
    label: 'Viewer',
    named: 'a viewer',
    can: 'look at flows, endpoints and runs, but not at what runs carried',
  },
} satisfies Record<Role, { label: string; named: string; can: string }>

/** The mightiest first. */
export const roleOptions = roles.toReversed().map((value) => ({
  value,
  label: roleLooks[value].label,
  description: `Can ${roleLooks[value].can}.`,
}))
