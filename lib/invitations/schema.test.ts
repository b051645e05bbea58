import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInput } from '@/lib/parse-input'
import { invitationLimits, inviteSchema } from './schema'
import { splitEmails } from './split-emails'

const email = fc
  .tuple(fc.stringMatching(/^[a-z0-9]{1,12}$/), fc.stringMatching(/^[a-z0-9]{1,12}$/))
  .map(([name, domain]) => `${name}@${domain}.test`)
const separator = fc.stringMatching(/^[ \t]{0,2}[,;\n ][ \t\n]{0,2}$/)
const written = fc.constantFrom(
  (address: string) => address,
  (address: string) => address.toUpperCase(),
  (address: string) => `<${address}>`,
)
const parse = (emails: string) => parseInput(inviteSchema, { emails, role: 'viewer' }).emails
const refusal = (emails: string) => {
  try {
    parse(emails)
  } catch (error) {
    return error
  }
  return null
}

describe('splitEmails', () => {
  it('finds every address, in lower case and once, however they are separated', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(email, written, separator), { maxLength: 20 }), (parts) => {
        const text = parts.map(([address, write, after]) => `${write(address)}${after}`).join('')
        expect(splitEmails(text)).toEqual([...new Set(parts.map(([address]) => address))])
      }),
    )
  })

  it('loses no address, whatever is around it', () => {
    const noise = fc.stringMatching(/^[ ,;<>\na-z"]{0,6}$/)
    const lost = (parts: string[]) => {
      const found = splitEmails(parts.join(' ')).join(' ')
      return parts.filter((part) => part.includes('@') && !found.includes(part))
    }
    fc.assert(
      fc.property(fc.array(fc.oneof(email, noise)), (parts) => {
        expect(lost(parts)).toEqual([])
      }),
    )
  })

  it('leaves out the names that mail programs write before an address', () => {
    expect(
      splitEmails('Maya Chen <maya@example.com>, "Bo" <bo@example.com>;\nAnn <ann@example.com>'),
    ).toEqual(['maya@example.com', 'bo@example.com', 'ann@example.com'])
  })
})

describe('the addresses of an invitation', () => {
  it('are refused by name, and the good ones with them', () => {
    expect(refusal('maya@example.com, maya, @example.com bo@example.com')).toMatchObject({
      code: 'invalid_input',
      fieldErrors: [{ path: 'emails', message: '“maya” and “@example.com” are not email addresses.' }],
    })
    expect(refusal('maya@')).toMatchObject({ message: '“maya@” is not an email address.' })
    expect(refusal('x'.repeat(5_000))).toMatchObject({
      message: `“${'x'.repeat(60)}…” is not an email address.`,
    })
  })

  it.each(['', ' \n', ',;'])('are at least one, which %j has not', (text) => {
    expect(refusal(text)).toMatchObject({
      fieldErrors: [{ path: 'emails', message: 'Enter at least one email address.' }],
    })
  })

  it('are at most fifty', () => {
    const addresses = (count: number) =>
      Array.from({ length: count }, (_, index) => `p${index}@example.com`).join('\n')
    expect(parse(addresses(invitationLimits.emails))).toHaveLength(50)
    expect(refusal(addresses(61))).toMatchObject({
      message: 'Invite at most 50 people at once. These are 61.',
    })
    expect(refusal(addresses(5_000))).toMatchObject({ code: 'invalid_input' })
  })
})
