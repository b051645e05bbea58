import { env } from '@/lib/env'
import { countKeyUses } from '@/lib/keys/count-key-uses'
import { type Rotated, rotateKeys, type StoredSecret } from '@/lib/keys/rotate-keys'
import { listAllOrganizations } from '@/lib/organizations/list-all-organizations'
import type { Services } from '@/lib/services'
import { addGeneratedKey } from '../generated-keys'
import { systemContext } from '../system-context'
import type { AdminCommand, Answer } from './command'

export const rotateKeysCommand: AdminCommand = {
  name: 'keys rotate',
  summary: 'Seals every stored secret under the primary key.',
  details:
    'Safe to interrupt, to repeat, and beside running servers. A generated key ring gets a fresh primary\n' +
    'key first, unless there is an interrupted rotation to finish. With ENCRYPTION_KEYS, put the new key in\n' +
    'front and restart every process before you rotate.',
  options: {},
  async run(_options, tools) {
    const services = await tools.services()
    const [primary = ''] = services.vault.keyIds()
    const finished = await rotateAll(services)
    const file = env().encryptionKeysFile
    if (finished.rotated > 0 || file === null) return answer(services, finished)
    await addGeneratedKey(file, primary)
    return answer(services, await rotateAll(services))
  },
}

type Unavailable = StoredSecret & { organization: string }
type Total = { rotated: number; unavailable: Unavailable[] }

async function rotateAll(services: Services): Promise<Total> {
  const total: Total = { rotated: 0, unavailable: [] }
  for (const organization of await services.db.transaction(listAllOrganizations)) {
    const { rotated, unavailable }: Rotated = await rotateKeys(systemContext(services, organization))
    total.rotated += rotated
    total.unavailable.push(...unavailable.map((secret) => ({ organization: organization.slug, ...secret })))
  }
  return total
}

async function answer({ db, vault }: Services, { rotated, unavailable }: Total): Promise<Answer> {
  const [primary = '', ...others] = vault.keyIds()
  const uses = await db.transaction(countKeyUses)
  const unused = others.filter((id) => !uses.has(id))
  return {
    data: { primary, rotated, unavailable, unused },
    text: [
      `${rotated === 1 ? '1 secret was' : `${rotated} secrets were`} sealed anew. The primary key is ${primary}.`,
      ...unavailable.map(
        ({ organization, endpointId, field }) =>
          `Can’t be opened, and has to be entered again: ${field} of endpoint ${endpointId} in ${organization}`,
      ),
      ...unused.map((id) => `Nothing needs ${id} any more: npm run admin -- keys retire ${id}`),
    ].join('\n'),
  }
}
