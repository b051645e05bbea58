import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quote } from '@/components/runs/to-curl'
import { anyText } from '@/lib/flows/testing/any-text'
import { ImportError } from './import-error'
import { shellCommand } from './shell-command'

const wordsOf = (command: string) => shellCommand(command).words.map(({ text }) => text)

const inDoubleQuotes = (text: string) => `"${text.replace(/[\\"$`]/g, String.raw`\$&`)}"`
const inEscapes = (text: string) =>
  `$'${Array.from(text, (character) => (/\w/.test(character) ? character : escaped(character))).join('')}'`
/** A backslash before a line break would go on with the next line. */
const behindBackslashes = (text: string) =>
  text === '' || text.includes('\n') || text.includes('\r')
    ? quote(text)
    : text.replace(/[^]/g, String.raw`\$&`)

function escaped(character: string): string {
  return String.raw`\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`
}

describe('the words of a command', () => {
  it('are what was quoted, in whichever way and whatever it holds', () => {
    const ways = [quote, inDoubleQuotes, inEscapes, behindBackslashes]
    const word = fc.tuple(anyText(), fc.constantFrom(...ways), fc.constantFrom(...ways), fc.nat(40))
    const separator = fc.constantFrom(' ', '\t', ' \\\n  ', ' \\\r\n\t')
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), separator, (words, between) => {
        const command = words
          .map(([text, first, second, cut]) => `${first(text.slice(0, cut))}${second(text.slice(cut))}`)
          .join(between)
        expect(shellCommand(command)).toEqual({
          words: words.map(([text]) => ({ text, variables: [] })),
          rest: '',
        })
      }),
    )
  })

  it('are those that a shell makes', () => {
    const command = String.raw`curl -H 'a: '"b\"\n\$c"\ d "x"'y'z ''  \
      --data @- # what follows is a remark
    echo done`
    const script = `curl() { printf '%s\\0' curl "$@"; exit; }\n${command}`
    const output = execFileSync('sh', ['-c', script]).toString()
    expect(wordsOf(command)).toEqual(output.split('\0').slice(0, -1))
  })

  it('say what a shell would put a value in place of', () => {
    expect(
      shellCommand(`curl -H "Auth: Bearer $TOKEN" \${HOST}/v1 '$LITERAL' \\$NOT "$(pass api)"`).words,
    ).toEqual([
      { text: 'curl', variables: [] },
      { text: '-H', variables: [] },
      { text: 'Auth: Bearer $TOKEN', variables: ['$TOKEN'] },
      { text: '${HOST}/v1', variables: ['${HOST}'] },
      { text: '$LITERAL', variables: [] },
      { text: '$NOT', variables: [] },
      { text: '$(pass api)', variables: ['$(pass api)'] },
    ])
  })

  it('end where the command does', () => {
    expect(shellCommand('# first\ncurl a | jq .')).toMatchObject({ rest: '| jq .' })
    expect(shellCommand('curl a 2>/dev/null')).toMatchObject({ rest: '>/dev/null', words: [{}, {}] })
    expect(shellCommand('curl a\ncurl b')).toMatchObject({ rest: 'curl b' })
    expect(wordsOf('curl a\n  -H b\n\n')).toEqual(['curl', 'a', '-H', 'b'])
    expect(wordsOf('curl a\\')).toEqual(['curl', 'a\\'])
  })

  it('may be long', () => {
    const body = String.raw`{\"a\": 1}`.repeat(200_000)
    expect(wordsOf(`curl -d "${body}" a`)).toHaveLength(4)
  })

  it('read the escapes of bash, bytes of UTF-8 too', () => {
    expect(wordsOf(String.raw`$'a\tb\u00e9\xc3\xa9\'\101\cA'`)).toEqual(["a\tbéé'A\u0001"])
  })

  it.each([
    ["curl 'a", 'A single quote'],
    ['curl "a', 'A double quote'],
    ['curl `a', 'A backquote'],
    ['curl -H “a: b”', 'typographic quotes'],
  ])('are refused in %s, with the reason', (command, reason) => {
    expect(() => shellCommand(command)).toThrow(ImportError)
    expect(() => shellCommand(command)).toThrow(reason)
  })
})
