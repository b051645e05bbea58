import { invalidField } from '@/lib/errors'
import { parseInput } from '@/lib/parse-input'
import { readJson } from '@/lib/read-json'
import type { Run } from '@/lib/runs/schema'
import { callFlow, idempotencyOf, queueRun } from '@/lib/runs/start-run'
import { runJson } from '@/lib/runs/storable-json'
import { isLate } from '@/lib/shutdown'
import type { ApiContext } from './api'
import { runBodySchema, runQuerySchema } from './start-run-route'
import { jsonText } from './text-response'

/**
 * Runs a flow and answers with the run as it ended; with `Prefer`, at once or after a while with 202 and
 * where to find it. So it does for a run that outlives this process.
 */
export async function runFlow(c: ApiContext): Promise<Response> {
  const ctx = c.get('ctx')
  const { version: stage } = parseInput(runQuerySchema, c.req.query())
  const { input } = parseInput(runBodySchema, await readJson(c.req.raw))
  const preference = parsePrefer(c.req.header('prefer'))
  const asked = { flowId: c.req.param('id') ?? '', stage, input }
  const key = c.req.header('idempotency-key')
  const idempotency = key === undefined ? null : idempotencyOf(checkedKey(key), asked)

  if (preference.waitSeconds === 0)
    return accepted(c, await queueRun(ctx, { ...asked, idempotency }), preference)
  const { finished, soFar } = await callFlow(ctx, { ...asked, idempotency })
  const run = await within(preference.waitSeconds, finished)
  return run ? answer(c, run, 200, applied(preference)) : accepted(c, await soFar(), preference)
}

type Preference = { name: string; waitSeconds: number | null }

/**
 * RFC 7240: `respond-async` (section 4.1) asks for an answer before the end, `wait` (section 4.3) says how
 * long the caller is willing to wait for one. What can't be read is not a preference (section 2).
 */
function parsePrefer(header: string | undefined): Preference {
  const preferences = (header ?? '').split(',').map((each) => each.split(';')[0]?.trim().toLowerCase() ?? '')
  const [, seconds] =
    /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preferences.find((each) => /^wait\b/.test(each)) ?? '') ?? []
  const isAsync = preferences.includes('respond-async')
  if (seconds !== undefined) return { name: `wait=${seconds}`, waitSeconds: Number(seconds) }
  return isAsync ? { name: 'respond-async', waitSeconds: 0 } : { name: '', waitSeconds: null }
}

/** @throws AppError `invalid_input` */
function checkedKey(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw invalidField('Idempotency-Key', 'A key has 1 to 255 visible ASCII characters, without spaces.')
}

/** @param seconds `null` for as long as it takes, or as this process lives */
async function within(seconds: number | null, finished: Promise<Run>): Promise<Run | null> {
  const late = isLate()
  let stopWaiting = () => {}
  const enough = new Promise<null>((resolve) => {
    const isOver = () => resolve(null)
    const timer = seconds === null ? undefined : setTimeout(isOver, seconds * 1_000)
    late.addEventListener('abort', isOver)
    stopWaiting = () => {
      clearTimeout(timer)
      late.removeEventListener('abort', isOver)
    }
  })
  try {
    return await Promise.race([finished, enough])
  } finally {
    stopWaiting()
  }
}

function applied({ name }: Preference): Record<string, string> {
  return name === '' ? {} : { 'preference-applied': name }
}

function accepted(c: ApiContext, run: Run, preference: Preference): Response {
  return answer(c, run, 202, { location: `/api/v1/runs/${run.id}`, ...applied(preference) })
}

function answer(c: ApiContext, run: Run, status: 200 | 202, headers: Record<string, string> = {}): Response {
  return jsonText(c, runJson(run), status, headers)
}
