import { env } from '@/lib/env'
import { retireKey } from '@/lib/keys/retire-key'
import { removeGeneratedKey } from '../generated-keys'
import type { AdminCommand } from './command'

export const retireKeyCommand: AdminCommand = {
  name: 'keys retire',
  summary: 'Takes a key out of the key ring that no stored secret needs any more.',
  details:
    'Refuses as long as there is one that does. From ENCRYPTION_KEYS you remove the key yourself; the\n' +
    'command says when. Keep a retired key as long as you keep backups from its time.',
  argument: { name: 'ID', description: 'The key’s id, as keys status shows it', required: true },
  options: {},
  async run(options, tools) {
    const { db, vault } = await tools.services()
    const id = options.need('ID')
    const file = env().encryptionKeysFile
    await retireKey({ db }, { id, keyIds: vault.keyIds() }, () => {
      if (file !== null) removeGeneratedKey(file, id)
    })
    return {
      data: { id, removed: file !== null },
      text:
        file === null
          ? `No secret needs ${id}. Remove its entry from ENCRYPTION_KEYS and restart every process.`
          : `${id} is retired.`,
    }
  },
}
