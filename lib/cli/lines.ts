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

/** Does `work` for many items at once, and gives the results in the order of the items. */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  parallel: number,
  work: (item: T, number: number) => Promise<R>,
): AsyncGenerator<R> {
  const startWork = async (item: T, number: number) => work(item, number)
  const pending: Promise<R>[] = []
  let number = 0
  for await (const item of items) {
    const result = startWork(item, ++number)
    result.catch(() => {}) // whoever waits for it hears of it; until then it is not unhandled
    pending.push(result)
    const oldest = pending.length === parallel ? pending.shift() : undefined
    if (oldest) yield await oldest
  }
  for (const result of pending) yield await result
}
