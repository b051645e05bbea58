import { isSecretHeaderName } from '@/lib/http/header-rules'
import type { CurlNotes } from './curl-notes'
import { headerKind, type ImportedHeader, isKeyHeader } from './imported-headers'
import type { CurlCommand, CurlOption } from './parse-curl'
import type { ShellWord } from './shell-command'

/** The default headers of a command. The others are noted. */
export function curlHeaders({ options }: CurlCommand, notes: CurlNotes): ImportedHeader[] {
  const headers = new Map<string, ImportedHeader>()
  for (const { name, value } of options) {
    for (const header of headersOfOption(name, value, notes)) {
      const kind = headerKind(header)
      const key = header.name.toLowerCase()
      if (kind !== 'default') notes.header(kind, header.name)
      else if (name === 'json' && options.some(isAccept)) continue
      else if (headers.has(key)) notes.say(`“${header.name}” is given twice, and only the first is used.`)
      else headers.set(key, header)
    }
  }
  return [...headers.values()]
}

function headersOfOption(option: string, word: ShellWord, notes: CurlNotes): ImportedHeader[] {
  const header = (name: string, value: string) => [
    {
      name,
      value,
      secret: isKeyHeader(name) || isSecretHeaderName(name),
      variables: word.variables.filter((variable) => value.includes(variable)),
    },
  ]
  switch (option) {
    case 'user-agent':
      return word.text === '' ? [] : header('User-Agent', word.text)
    case 'referer': {
      const referer = word.text.replace(/;auto$/, '')
      return referer === '' ? [] : header('Referer', referer)
    }
    case 'json':
      return header('Accept', 'application/json')
    case 'cookie':
      if (word.text.includes('=')) return header('Cookie', word.text)
      notes.say('The cookies are in a file. Enter them in the form if the API needs them.')
      return []
    case 'header':
      return givenHeader(word, notes, header)
    default:
      return []
  }
}

/** `Name: value`; `Name;` is an empty one, `Name:` keeps curl from sending one of its own. */
function givenHeader(
  word: ShellWord,
  notes: CurlNotes,
  header: (name: string, value: string) => ImportedHeader[],
): ImportedHeader[] {
  if (word.text.startsWith('@')) {
    notes.say('Headers that are in a file are left out. Enter them in the form.')
    return []
  }
  const [, name = '', separator, value = ''] = /^\s*([^:;]+)([:;])([^]*)$/.exec(word.text) ?? []
  if (name === '') {
    notes.say('A header without a name is left out.')
    return []
  }
  const isRemoval = separator === ':' && value.trim() === ''
  return isRemoval ? [] : header(name.trim(), separator === ';' ? '' : value.trim())
}

/** A header of the command counts more than the one that `--json` adds. */
function isAccept({ name, value }: CurlOption): boolean {
  return name === 'header' && /^\s*accept\s*[:;]/i.test(value.text)
}
