import { describe, expect, it } from 'vitest'
import { parseCurl } from './parse-curl'
import { pastedCommand } from './pasted-command'

const read = (text: string) => {
  const { urls, options, rest } = parseCurl(text)
  return { urls: urls.map((url) => url.text), options: options.map(({ value }) => value.text), rest }
}
const expected = { urls: ['https://a.example.com'], options: ['X-A: b'], rest: '' }

describe('a pasted command', () => {
  it.each([
    ['a prompt', "$ curl https://a.example.com -H 'X-A: b'"],
    ['that of a superuser', "# curl https://a.example.com -H 'X-A: b'"],
    ['that of an example', "> curl https://a.example.com -H 'X-A: b'"],
    ['a host', "maya@host:~/src$ TOKEN=a curl https://a.example.com -H 'X-A: b'"],
    ['continued prompts', "$ curl https://a.example.com \\\n> -H 'X-A: b'"],
    ['PowerShell', 'PS C:\\Users\\maya> curl.exe https://a.example.com `\r\n>> -H "X-A: b"'],
    ['PowerShell without its prompt', 'curl.exe `\n  https://a.example.com `  \n  -H "X-A: b"'],
    ['Windows', 'C:\\Program Files>curl.exe https://a.example.com -H "X-A: b"'],
    ['Windows and its continuation', 'C:\\> curl ^\r\n  https://a.example.com ^\r\n  -H "X-A: b"'],
    ['a fence', "```sh\ncurl https://a.example.com -H 'X-A: b'\n```"],
    ['a fence and a prompt', "```\r\n$ curl https://a.example.com -H 'X-A: b'\r\n```\r\n"],
    ['no-break spaces', "curl\u00a0https://a.example.com\u00a0-H\u202f'X-A:\u00a0b'"],
    ['a remark about curl', "# curl it\ncurl https://a.example.com -H 'X-A: b'"],
    ['a remark about curl and a prompt', "# curl it\n$ curl https://a.example.com -H 'X-A: b'"],
  ])('may come with %s', (_, text) => {
    expect(read(text)).toEqual(expected)
  })

  it.each([
    'curl https://a.example.com \\\n  > answer.json',
    'curl https://a.example.com | jq .',
    'curl -H "X-A: `cat key`" https://a.example.com',
    "curl -d '# curl a' https://a.example.com",
  ])('stays as it is otherwise: %s', (text) => {
    expect(pastedCommand(text)).toBe(text)
  })

  it('is read in no time, whatever it holds', () => {
    for (const text of [
      `x ${'`'.repeat(50_000)}`,
      `$ ${'A=b '.repeat(20_000)}`,
      `\`\`\`${' '.repeat(50_000)}x y`,
    ]) {
      expect(pastedCommand(text)).toHaveLength(text.length)
    }
  })
})
