import { expect, it } from 'vitest'
import { parseSample } from './parse-sample'

it('takes any JSON, a text in quotes too', () => {
  expect(parseSample(' {"id": 1}\n')).toEqual({ ok: true, body: { id: 1 } })
  expect(parseSample('"plain"')).toEqual({ ok: true, body: 'plain' })
  expect(parseSample('null')).toEqual({ ok: true, body: null })
})

it('says why something is no sample', () => {
  expect(parseSample(' ')).toEqual({ ok: false, message: 'Paste what the API answers.' })
  expect(parseSample('{"id": }')).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^This is not JSON\. .*quotes around it\.$/),
  })
})
