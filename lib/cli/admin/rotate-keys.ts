import { env } from '@/lib/env'
import { countKeyUses } from '@/lib/keys/count-key-uses'
import { findUnopened } from '@/lib/keys/find-unopened'
import { rotateKeys } from '@/lib/keys/rotate-keys'
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
  exitCodes: '3 done, but some secrets can’t be opened and stay as they are',
  async run(_options, tools) {
    const services = await tools.services()
    const [primary = ''] = services.vault.keyIds()
    const finished = await rotateAll(services)
    const file = env().encryptionKeysFile
    if (finished > 0 || file === null) return answer(services, finished)
    await addGeneratedKey(file, primary)
    return answer(services, await rotateAll(services))
  },
}

async function rotateAll(services: Services): Promise<number> {
  let rotated = 0
  for (const organization of await services.db.transaction(listAllOrganizations)) {
    rotated += await rotateKeys(systemContext(services, organization))
  }
  return rotated
}

async function answer(services: Services, rotated: number): Promise<Answer> {
  const { db, vault } = services
  const [primary = '', ...others] = vault.keyIds()
  const uses = await db.transaction(countKeyUses)
  const unused = others.filter((id) => !uses.has(id))
  // Of all, because what names the primary key was not looked at, and may name another one of its id.
  const { unopened: unavailable } = await findUnopened(services)
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
    exitCode: unavailable.length > 0 ? 3 : 0,
  }
}
