import { countKeyUses } from '@/lib/keys/count-key-uses'
import { findUnopened, type Unopened } from '@/lib/keys/find-unopened'
import type { AdminCommand } from './command'

export const keysStatusCommand: AdminCommand = {
  name: 'keys status',
  summary: 'Lists the keys of the key ring, and how many stored secrets need each.',
  details:
    'Tries to open each secret too, and lists those that can’t be opened: a key ring may lack the key that\n' +
    'sealed them, or have another one of the same id.',
  options: {},
  async run(_options, tools) {
    const services = await tools.services()
    const { db, vault } = services
    const uses = await db.transaction(countKeyUses)
    const found = await findUnopened(services)
    const ids = vault.keyIds()
    const keys = ids.map((id, place) => ({ id, primary: place === 0, secrets: uses.get(id) ?? 0 }))
    const missing = [...uses].filter(([id]) => !ids.includes(id)).map(([id, secrets]) => ({ id, secrets }))
    const width = Math.max(...[...keys, ...missing].map(({ id }) => id.length), 'Key'.length)
    const line = (id: string, secrets: number | string, note: string) =>
      `${id.padEnd(width)}  ${String(secrets).padStart(7)}  ${note}`.trimEnd()
    return {
      data: { keys, missing, unavailable: found.unopened },
      text: [
        line('Key', 'Secrets', ''),
        ...keys.map(({ id, primary, secrets }) => line(id, secrets, noteOn(primary, secrets))),
        ...missing.map(({ id, secrets }) =>
          line(id || '?', secrets, 'not in the key ring: need to be entered again'),
        ),
        ...unopenedInWords(found),
      ].join('\n'),
    }
  },
}

function noteOn(primary: boolean, secrets: number): string {
  if (primary) return 'primary: seals what is stored from now on'
  return secrets > 0 ? 'until the next rotation' : 'can be retired'
}

function unopenedInWords({ secrets, unopened }: Unopened): string[] {
  if (unopened.length === 0) return []
  return [
    '',
    `The key ring doesn’t open ${unopened.length} of ${secrets === 1 ? '1 secret' : `${secrets} secrets`}. Put the one that sealed them in place, or enter them again:`,
    ...unopened.map(
      ({ organization, endpointId, field }) => `  ${field} of endpoint ${endpointId} in ${organization}`,
    ),
  ]
}
