import { randomBytes } from 'node:crypto'
import { createRedactor } from '@/lib/redact/create-redactor'
import type { Benchmark } from '../benchmark'
import { byTurns, median, timed } from '../by-turns'
import { figure, ratio } from '../print-table'

const mebibyte = 1024 * 1024

/** Masking an answer, against the least that could be done with it. */
export const redaction: Benchmark = {
  name: 'redaction',
  async run({ isQuick }) {
    const secrets = Array.from({ length: 20 }, () => randomBytes(24).toString('base64url'))
    const text = answerWith(secrets, isQuick ? mebibyte : 10 * mebibyte)
    const redactor = createRedactor(secrets)
    const figures = await byTurns(isQuick ? 1 : 5, {
      copy: () => timed(() => Buffer.from(text).toString()),
      replaceAll: () =>
        timed(() => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[REDACTED]'), text)),
      redactor: () => timed(() => redactor.text(text)),
    })
    const perMebibyte = (times: number[]) => (median(times) * mebibyte) / text.length
    const copy = perMebibyte(figures.copy)
    const row = (name: string, times: number[]) => [
      name,
      figure(perMebibyte(times)),
      ratio(perMebibyte(times), copy),
    ]
    return {
      title: 'Masking a JSON answer, 20 secrets',
      columns: ['', 'ms per MiB', 'against a copy'],
      rows: [
        row('copy to bytes and back', figures.copy),
        row('20 × replaceAll, one form each', figures.replaceAll),
        row('lib/redact, all forms', figures.redactor),
      ],
    }
  },
}

/** Rows of JSON, one of fifty with a secret in it. */
function answerWith(secrets: string[], length: number): string {
  const rows: string[] = []
  for (let size = 0; size < length; size += rows.at(-1)?.length ?? 0) {
    const note =
      rows.length % 50 === 0 ? secrets[(rows.length / 50) % secrets.length] : 'nothing to hide here'
    rows.push(JSON.stringify({ id: randomBytes(8).toString('hex'), amount: rows.length, note }))
  }
  return `[${rows.join(',')}]`
}
