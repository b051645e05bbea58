import fc from 'fast-check'

const usual = fc.constantFrom(
  'a',
  'Z',
  '0',
  ' ',
  '"',
  '\\',
  '\n',
  '\r',
  '/',
  '%',
  '?',
  '#',
  '&',
  '.',
  '{',
  '}',
)

/** Texts of any UTF-16 units, halves of surrogate pairs included, rich in what breaks things. */
export function anyText(maxLength = 40): fc.Arbitrary<string> {
  const unit = fc.oneof(
    usual,
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  )
  return fc.string({ unit, maxLength })
}
