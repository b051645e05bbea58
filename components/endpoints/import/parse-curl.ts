import { optionsWithValue, shortOptions } from './curl-options'
import { ImportError } from './import-error'
import { pastedCommand } from './pasted-command'
import { type ShellCommand, shellCommand, type ShellWord } from './shell-command'
import { isWindowsCommand, windowsCommand } from './windows-command'

export type CurlOption = { name: string; value: ShellWord }

export type CurlCommand = {
  /** Under their long names, in the order of the command. A switch has an empty value. */
  options: CurlOption[]
  urls: ShellWord[]
  /** What follows the command. */
  rest: string
}

const nothing: ShellWord = { text: '', variables: [] }

/**
 * Reads a command of curl as curl does.
 * @throws ImportError when it is none, or can't be read
 */
export function parseCurl(text: string): CurlCommand {
  if (text.trim() === '') throw new ImportError('Paste a cURL command first.')
  const { words, rest } = read(pastedCommand(text))
  const command: CurlCommand = { options: [], urls: [], rest }
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? nothing
    const next = () => {
      at += 1
      return words[at]
    }
    if (word.text.startsWith('--') && word.text !== '--') readLong(word, next, command)
    else if (word.text.startsWith('-') && word.text.length > 1) readShort(word, next, command)
    else if (word.text !== '-') command.urls.push(word)
    // From here on it is about another request.
    if (command.options.at(-1)?.name === 'next') {
      command.rest ||= '--next'
      break
    }
  }
  const named = command.options.filter(({ name }) => name === 'url').map(({ value }) => value)
  const urls = [...named, ...command.urls]
  if (urls.length === 0) throw new ImportError('The command has no URL. Paste all of it.')
  return { ...command, urls }
}

/** The words after `curl`, past a prompt and variables that are set for the command. */
function read(text: string): ShellCommand {
  const { words, rest } = isWindowsCommand(text) ? windowsCommand(text) : shellCommand(text)
  const start = words.findIndex((word) => /^(.*[\\/])?curl(\.exe)?$/i.test(word.text))
  const before = words.slice(0, Math.max(0, start))
  const isPrompt = before.every((word) => /^([$#%>]|sudo|\w+=.*|.*>)$/.test(word.text))
  if (start !== -1 && isPrompt) return { words: words.slice(start + 1), rest }
  if (/^\s*(\{|openapi\s*:|swagger\s*:)/.test(text)) {
    throw new ImportError('This is an OpenAPI document. Paste it under OpenAPI.')
  }
  if (/invoke-(webrequest|restmethod)/i.test(text)) {
    throw new ImportError('This is a command for PowerShell. Choose “Copy as cURL” in the browser instead.')
  }
  throw new ImportError('A cURL command starts with “curl”.')
}

function readLong(word: ShellWord, next: () => ShellWord | undefined, { options }: CurlCommand) {
  const [, name = '', given] = /^--([^=]*)(?:=([^]*))?$/.exec(word.text) ?? []
  if (!optionsWithValue.has(name)) options.push({ name, value: nothing })
  else if (given !== undefined) options.push({ name, value: { ...word, text: given } })
  else options.push({ name, value: required(next(), `--${name}`) })
}

/** Switches stand together; the value of the last one may follow without a space. */
function readShort(word: ShellWord, next: () => ShellWord | undefined, { options }: CurlCommand) {
  for (let at = 1; at < word.text.length; at += 1) {
    const letter = word.text[at] ?? ''
    if (letter === ':') options.push({ name: 'next', value: nothing })
    const name = shortOptions[letter]
    if (name === undefined) continue
    if (!optionsWithValue.has(name)) {
      options.push({ name, value: nothing })
      continue
    }
    const glued = word.text.slice(at + 1)
    options.push({
      name,
      value: glued === '' ? required(next(), `-${letter}`) : { ...word, text: glued },
    })
    return
  }
}

function required(value: ShellWord | undefined, option: string): ShellWord {
  if (value) return value
  throw new ImportError(`The value after ${option} is missing. Paste all of the command.`)
}
