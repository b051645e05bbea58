import type { Readable } from 'node:stream'

/**
 * Lines of a stream that end with a line feed, as programs write them. Not `readline`, for which other
 * characters end a line too that a JSON string may hold. Empty lines are left out.
 */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  stream.setEncoding('utf8')
  let rest = ''
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter(isFilled)
  }
  if (isFilled(rest)) yield rest
}

const isFilled = (line: string) => line.trim() !== ''

/**
 * Does `work` for many items at once, and gives the results in the order of the items, each as soon as it
 * is there: whoever writes the next item may be waiting for it.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  parallel: number,
  work: (item: T, number: number) => Promise<R>,
): AsyncGenerator<R> {
  const startWork = async (item: T, number: number) => work(item, number)
  const source = items[Symbol.asyncIterator]()
  const pending: Promise<R>[] = []
  let next: Promise<IteratorResult<T>> | null = null
  let isOver = false
  let number = 0
  try {
    while (!isOver || pending.length > 0) {
      if (!isOver && pending.length < parallel) next ??= source.next()
      const [oldest] = pending
      if (next && (!oldest || (await isFirst(next, oldest)))) {
        const { done, value } = await next
        next = null
        if (done) {
          isOver = true
          continue
        }
        const result = startWork(value, ++number)
        result.catch(() => {}) // whoever waits for it hears of it; until then it is not unhandled
        pending.push(result)
      } else if (oldest) {
        void pending.shift()
        yield await oldest
      }
    }
  } finally {
    // Not awaited: it waits for an item that may never come.
    if (!isOver) void source.return?.()
  }
}

/** Whether `a` is settled before `b`, however they end. */
function isFirst(a: Promise<unknown>, b: Promise<unknown>): Promise<boolean> {
  const settled = (promise: Promise<unknown>, isA: boolean) =>
    promise.then(
      () => isA,
      () => isA,
    )
  return Promise.race([settled(a, true), settled(b, false)])
}
