import { countKeyUses } from '@/lib/keys/count-key-uses'
import type { AdminCommand } from './command'

export const keysStatusCommand: AdminCommand = {
  name: 'keys status',
  summary: 'Lists the keys of the key ring, and how many stored secrets need each.',
  options: {},
  async run(_options, tools) {
    const { db, vault } = await tools.services()
    const uses = await db.transaction(countKeyUses)
    const ids = vault.keyIds()
    const keys = ids.map((id, place) => ({ id, primary: place === 0, secrets: uses.get(id) ?? 0 }))
    const missing = [...uses].filter(([id]) => !ids.includes(id)).map(([id, secrets]) => ({ id, secrets }))
    const width = Math.max(...[...keys, ...missing].map(({ id }) => id.length), 'Key'.length)
    const line = (id: string, secrets: number | string, note: string) =>
      `${id.padEnd(width)}  ${String(secrets).padStart(7)}  ${note}`.trimEnd()
    return {
      data: { keys, missing },
      text: [
        line('Key', 'Secrets', ''),
        ...keys.map(({ id, primary, secrets }) => line(id, secrets, noteOn(primary, secrets))),
        ...missing.map(({ id, secrets }) =>
          line(id || '?', secrets, 'not in the key ring: need to be entered again'),
        ),
      ].join('\n'),
    }
  },
}

function noteOn(primary: boolean, secrets: number): string {
  if (primary) return 'primary: seals what is stored from now on'
  return secrets > 0 ? 'until the next rotation' : 'can be retired'
}
