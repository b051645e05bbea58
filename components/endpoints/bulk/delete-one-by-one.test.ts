import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ActionError, type ErrorBody } from '@/lib/action-result'
import { sampleEndpoint } from '../form/sample-endpoint'
import { deleteOneByOne, type DeletionProgress } from './delete-one-by-one'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const refusal = (body: Partial<ErrorBody> & Pick<ErrorBody, 'code'>) =>
  new ActionError({
    message: 'No.',
    requestId: '',
    fieldErrors: [],
    details: {},
    retryAfterSeconds: null,
    ...body,
  })
const [a, b, c] = [sampleEndpoint({ id: 'a' }), sampleEndpoint({ id: 'b' }), sampleEndpoint({ id: 'c' })]

function begin(remove: (id: string) => Promise<unknown>, controller = new AbortController()) {
  const progress: DeletionProgress[] = []
  const outcome = deleteOneByOne([a, b, c], remove, controller.signal, (next) => progress.push(next))
  return { outcome, progress }
}

it('tells what became of each', async () => {
  const { outcome } = begin((id) => {
    if (id === 'a') return Promise.reject(refusal({ code: 'forbidden' }))
    if (id === 'b') return Promise.reject(refusal({ code: 'in_use', details: { usedBy: [{}, {}] } }))
    return Promise.resolve()
  })
  await expect(outcome).resolves.toEqual({
    deleted: ['c'],
    refused: [{ endpoint: a, reason: 'No.' }],
    nowInUse: [{ ...b, usedBy: 2 }],
  })
})

it('goes on with the same one when it has waited', async () => {
  const remove = vi.fn<(id: string) => Promise<unknown>>().mockResolvedValue(undefined)
  remove.mockResolvedValueOnce(undefined)
  remove.mockRejectedValueOnce(refusal({ code: 'rate_limited', retryAfterSeconds: 3 }))
  const { outcome, progress } = begin(remove)
  await vi.advanceTimersByTimeAsync(0)
  expect(progress.at(-1)).toEqual({ deleted: 1, heldSeconds: 3 })
  await vi.advanceTimersByTimeAsync(3_000)
  await expect(outcome).resolves.toMatchObject({ deleted: ['a', 'b', 'c'], refused: [] })
  expect(progress.at(-1)).toEqual({ deleted: 3, heldSeconds: null })
})

it('stops after the current one when it is aborted, or at once when it only waits', async () => {
  const stopped = new AbortController()
  const first = begin(async (id) => {
    await Promise.resolve()
    if (id === 'b') stopped.abort()
  }, stopped)
  await expect(first.outcome).resolves.toEqual({ deleted: ['a', 'b'], refused: [], nowInUse: [] })

  const waiting = new AbortController()
  const second = begin(() => Promise.reject(refusal({ code: 'rate_limited' })), waiting)
  await vi.advanceTimersByTimeAsync(0)
  waiting.abort()
  await expect(second.outcome).resolves.toEqual({ deleted: [], refused: [], nowInUse: [] })
})
