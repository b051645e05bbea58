import { ImportError } from './import-error'
import type { ShellCommand, ShellWord } from './shell-command'

/** Whether a command was written for the Windows command prompt, as browsers copy it there. */
export function isWindowsCommand(text: string): boolean {
  return !/\\\r?\n/.test(text) && (/\^[ \t]*\r?\n/.test(text) || text.includes('^"'))
}

/** Splits a command as the Windows command prompt and the program that it starts do between them. */
export function windowsCommand(text: string): ShellCommand {
  const { line, rest } = withoutCarets(text)
  return { words: splitLine(line), rest }
}

/** A caret takes the next character as it is, or goes on with the next line; within quotes it is a caret. */
function withoutCarets(text: string): { line: string; rest: string } {
  let line = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '^' && !isQuoted) {
      const lineBreak = /^[ \t]*\r?\n/.exec(text.slice(at + 1))?.[0]
      at += lineBreak?.length ?? 1
      if (lineBreak === undefined) line += text[at] ?? ''
      // After the break the next character is taken as it is, which may be another break.
      else if (/[\r\n]/.test(text[at + 1] ?? '')) line += text[(at += 1)]
      continue
    }
    if (character === '"') isQuoted = !isQuoted
    const isEnd = '\n|&<>'.includes(character) && !isQuoted && line.trim() !== ''
    if (isEnd) return { line, rest: text.slice(at).trim() }
    line += character
  }
  return { line, rest: '' }
}

/** Backslashes are ordinary except before a quote, which they escape in odd numbers. */
function splitLine(line: string): ShellWord[] {
  const words: ShellWord[] = []
  let word: string | null = null
  let isQuoted = false
  for (const [part] of line.matchAll(/\\*"|\s|[^\s"\\]+|\\/g)) {
    if (part.endsWith('"')) {
      const backslashes = part.length - 1
      word = (word ?? '') + '\\'.repeat(Math.floor(backslashes / 2))
      if (backslashes % 2 === 1) word += '"'
      else isQuoted = !isQuoted
    } else if (/^\s$/.test(part) && !isQuoted) {
      if (word !== null) words.push(asWord(word))
      word = null
    } else word = (word ?? '') + part
  }
  if (isQuoted) throw new ImportError('A double quote (") is opened and never closed.')
  if (word !== null) words.push(asWord(word))
  return words
}

/** Longer than `%C3%`, which is a byte in an address. */
function asWord(text: string): ShellWord {
  return { text, variables: text.match(/%[A-Z_][A-Z\d_]{2,}%/g) ?? [] }
}
