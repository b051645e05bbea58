import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { inOrder, readLines } from './lines'

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('readLines', () => {
  it('ends a line at a line feed and at nothing else, wherever chunks end', async () => {
    const text = '"a\u2028b"\n\n"c\rd"\r\n"é€"'
    const bytes = Buffer.from(text)
    const chunks = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))
    expect(await collect(readLines(Readable.from(chunks, { objectMode: false })))).toEqual([
      '"a\u2028b"',
      '"c\rd"\r',
      '"é€"',
    ])
  })
})

describe('inOrder', () => {
  it('keeps the order and the limit, whatever ends first', async () => {
    const ends: (() => void)[] = []
    let running = 0
    let most = 0
    const results = collect(
      inOrder(Readable.from(Array.from({ length: 20 }, (_, index) => index)), 4, async (item) => {
        most = Math.max(most, ++running)
        await new Promise<void>((resolve) => ends.push(resolve))
        running--
        return item
      }),
    )
    let done = 0
    await expect.poll(() => ends.length).toBe(4)
    while (done < 20) {
      await expect.poll(() => ends.length).toBeGreaterThan(0)
      ends.pop()?.() // the newest first
      done++
    }
    expect(await results).toEqual(Array.from({ length: 20 }, (_, index) => index))
    expect(most).toBe(4)
  })

  it('gives a result before there is another item', async () => {
    const items = new PassThrough({ objectMode: true })
    const results = inOrder(items, 64, async (item) => item)
    for (const item of ['a', 'b']) {
      items.write(item)
      expect(await results.next()).toEqual({ done: false, value: item })
    }
    items.end()
    expect(await results.next()).toEqual({ done: true, value: undefined })
  })

  it('passes on what goes wrong, after what was before it', async () => {
    const seen: number[] = []
    const work = async (item: number) => {
      if (item === 2) throw new Error('two')
      return item
    }
    const all = (async () => {
      for await (const item of inOrder(Readable.from([0, 1, 2, 3]), 3, work)) seen.push(item)
    })()
    await expect(all).rejects.toThrow('two')
    expect(seen).toEqual([0, 1])
  })
})
