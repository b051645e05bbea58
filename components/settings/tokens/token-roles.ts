import type { RadioCard } from '@/components/ui/radio-cards'
import type { Role } from '@/lib/auth/roles'

/** What a program with a token of the role may do, the least first. */
export const tokenRoles: readonly RadioCard<Role>[] = [
  {
    value: 'viewer',
    label: 'Viewer',
    description: 'Reads endpoints, flows and runs, without what runs carried.',
  },
  {
    value: 'editor',
    label: 'Editor',
    description: 'Also changes, publishes and runs flows, and tests endpoints.',
  },
  {
    value: 'admin',
    label: 'Admin',
    description: 'Also changes endpoints and their secrets, and reads the audit log.',
  },
]

export const roleNames = { viewer: 'Viewer', editor: 'Editor', admin: 'Admin' } satisfies Record<Role, string>
