import { ImportError } from './import-error'

export type ShellWord = {
  text: string
  /** Where a shell would put a value, as it is written: `$TOKEN`, `$(pass show api)`. */
  variables: string[]
}

export type ShellCommand = {
  words: ShellWord[]
  /** What follows the command: a pipe, a redirection, the next command. */
  rest: string
}

type Piece = { text: string; variables?: string[] }

const variable = /\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_]\w*|\$[\d@#?!$*-]|`[^`]*`/

/** What a word is made of, and what each of it stands for. The first that fits counts. */
const pieces: [pattern: RegExp, read: (matched: string, inside: string) => Piece][] = [
  // Spaces after the backslash are pasted along by mistake: nobody ends a command like that.
  [/\\[ \t]*\r?\n/y, () => ({ text: '' })],
  [/\\([^])/y, (_, character) => ({ text: character })],
  [/'([^']*)'/y, (_, inside) => ({ text: inside })],
  [/\$'([^'\\]*(?:\\[^][^'\\]*)*)'/y, (_, inside) => ({ text: withoutEscapes(inside) })],
  [/\$?"([^"\\]*(?:\\[^][^"\\]*)*)"/y, (_, inside) => doubleQuoted(inside)],
  [new RegExp(variable.source, 'y'), (matched) => ({ text: matched, variables: [matched] })],
  // At the very end there is nothing left for a backslash to escape.
  [/[^\s\\'"`$|&;<>()]+|[$\\]/y, plain],
]

const blanks = /(?:[ \t\r]|\\[ \t]*\r?\n)+/y
const comment = /#[^\n]*/y
/** A line break ends a command, unless the next line can only go on with it. */
const lineBreaks = /(?:[ \t\r]*\n)+[ \t]*(?=(-?))/y

/** How to call what a shell would put a value in place of: a command may hold the secret itself. */
export function variableName(variable: string): string {
  return /^[$%{}\w]+$/.test(variable) ? variable : 'a command of the shell'
}

/** Splits the first command of a text into words as a POSIX shell does, and keeps what it would expand. */
export function shellCommand(text: string): ShellCommand {
  const words: ShellWord[] = []
  let at = 0
  const skip = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    at += found?.[0].length ?? 0
    return found
  }

  for (;;) {
    skip(blanks)
    if (at < text.length) skip(comment)
    const lines = skip(lineBreaks)
    if (lines && words.length > 0 && lines[1] === '' && text.slice(at).trim() !== '') break
    if (lines) continue
    const start = at
    const word = readWord()
    if (!word) break
    // The number of a stream, as in `2>errors.txt`, is no word of the command.
    if (/[<>]/.test(text[at] ?? '') && /^\d+$/.test(text.slice(start, at))) break
    words.push(word)
  }
  return { words, rest: text.slice(at).trim() }

  function readWord(): ShellWord | null {
    const parts: Piece[] = []
    for (let piece = readPiece(); piece; piece = readPiece()) parts.push(piece)
    if (parts.length === 0) return null
    return {
      text: parts.map((part) => part.text).join(''),
      variables: parts.flatMap((part) => part.variables ?? []),
    }
  }

  function readPiece(): Piece | null {
    if (at >= text.length) return null
    for (const [pattern, read] of pieces) {
      const found = skip(pattern)
      if (found) return read(found[0], found[1] ?? '')
    }
    refuseUnfinished(text[at] ?? '')
    return null
  }
}

function refuseUnfinished(character: string) {
  if (character === "'") throw new ImportError("A single quote (') is opened and never closed.")
  if (character === '"') throw new ImportError('A double quote (") is opened and never closed.')
  if (character === '`') throw new ImportError('A backquote (`) is opened and never closed.')
}

function plain(text: string): Piece {
  if (/[“”‘’]/.test(text)) {
    throw new ImportError('The command has typographic quotes (“ ”). Replace them by straight ones (").')
  }
  return { text }
}

/** Within double quotes a backslash only escapes what would mean something there. */
function doubleQuoted(inside: string): Piece {
  const variables: string[] = []
  const parts = new RegExp(String.raw`\\\r?\n|\\([\\"$\x60])|(${variable.source})`, 'g')
  const text = inside.replace(parts, (_matched, escaped?: string, expanded?: string) => {
    if (expanded !== undefined) variables.push(expanded)
    return escaped ?? expanded ?? ''
  })
  return { text, variables }
}

const named: Record<string, string> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
/** Bytes come in a row, because several of them may be one character of UTF-8. */
const escapes =
  /((?:\\x[0-9a-fA-F]{1,2}|\\[0-7]{1,3})+)|\\u([0-9a-fA-F]{1,4})|\\U([0-9a-fA-F]{1,8})|\\c([^])|\\([^])/g

/** The text that `$'…'` stands for. */
function withoutEscapes(inside: string): string {
  return inside.replace(
    escapes,
    (matched: string, bytes?: string, short?: string, long?: string, control?: string, other?: string) => {
      if (bytes !== undefined) return fromBytes(bytes)
      if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f)
      if (other !== undefined) return named[other] ?? ('\\\'"?'.includes(other) ? other : matched)
      const code = Number.parseInt(short ?? long ?? '', 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : matched
    },
  )
}

function fromBytes(written: string): string {
  const bytes = written
    .slice(1)
    .split('\\')
    .map((code) => (code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8)))
  return new TextDecoder().decode(Uint8Array.from(bytes))
}
