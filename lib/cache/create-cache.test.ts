import { describe, expect, it } from 'vitest'
import { createCache } from './create-cache'

type Value = { text: string; parts?: string[] }

function cacheOf({ maxSize = 10 } = {}) {
  const state = { trusted: true, loads: 0 }
  const cache = createCache<Value>({
    isTrusted: () => state.trusted,
    maxSize,
    sizeOf: ({ text }) => text.length,
  })
  const read = (key: string, value: Value | null) =>
    cache.get(key, async () => {
      state.loads++
      return value
    })
  return { cache, state, read }
}

/** A load that takes until `finish` is called. */
function slowLoad() {
  let finish = (_value: Value) => {}
  const loaded = new Promise<Value>((resolve) => {
    finish = resolve
  })
  return { load: () => loaded, finish }
}

describe('createCache', () => {
  it('loads once, and again after it was told to forget', async () => {
    const { cache, state, read } = cacheOf()
    expect(await read('a', { text: 'old' })).toEqual({ text: 'old' })
    expect(await read('a', { text: 'new' })).toEqual({ text: 'old' })
    expect(state.loads).toBe(1)
    cache.forget('a')
    expect(await read('a', { text: 'new' })).toEqual({ text: 'new' })
    expect(await read('b', { text: 'other' })).toEqual({ text: 'other' })
    cache.forgetIf(({ text }) => text === 'new')
    expect(await read('a', { text: 'newer' })).toEqual({ text: 'newer' })
    expect(await read('b', { text: 'never' })).toEqual({ text: 'other' })
    cache.forgetAll()
    expect(await read('b', { text: 'more' })).toEqual({ text: 'more' })
  })

  it('shares one load between those who ask meanwhile', async () => {
    const { cache, read } = cacheOf()
    const { load, finish } = slowLoad()
    const readers = [cache.get('a', load), read('a', { text: 'second' }), read('a', { text: 'third' })]
    finish({ text: 'first' })
    expect(await Promise.all(readers)).toEqual(readers.map(() => ({ text: 'first' })))
  })

  it.each([
    ['forget', (cache: ReturnType<typeof cacheOf>['cache']) => cache.forget('a')],
    ['forgetIf', (cache: ReturnType<typeof cacheOf>['cache']) => cache.forgetIf(() => false)],
    ['forgetAll', (cache: ReturnType<typeof cacheOf>['cache']) => cache.forgetAll()],
  ])('neither keeps nor shares a load that was under way at %s', async (_name, forget) => {
    const { cache, read } = cacheOf()
    const { load, finish } = slowLoad()
    const before = cache.get('a', load)
    forget(cache)
    const after = read('a', { text: 'new' })
    finish({ text: 'old' })
    expect(await before).toEqual({ text: 'old' })
    expect(await after).toEqual({ text: 'new' })
    expect(await read('a', { text: 'newer' })).toEqual({ text: 'new' })
  })

  it('neither serves nor keeps anything while it may miss a change', async () => {
    const { state, read } = cacheOf()
    await read('a', { text: 'old' })
    state.trusted = false
    expect(await read('a', { text: 'new' })).toEqual({ text: 'new' })
    expect(await read('b', { text: 'b' })).toEqual({ text: 'b' })
    state.trusted = true
    expect(await read('b', { text: 'c' })).toEqual({ text: 'c' })
  })

  it('keeps no failure, and nothing for what isn’t there', async () => {
    const { cache, read } = cacheOf()
    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(await read('a', null)).toBeNull()
    expect(await read('a', { text: 'there' })).toEqual({ text: 'there' })
  })

  it('lets go of the least recently used when it is full, and keeps nothing that is larger than it', async () => {
    const { state, read } = cacheOf({ maxSize: 10 })
    for (const key of ['a', 'b', 'a', 'c']) await read(key, { text: '1234' })
    expect(state.loads).toBe(3)
    await read('a', { text: '1234' })
    expect(state.loads).toBe(3)
    await read('b', { text: '1234' })
    expect(state.loads).toBe(4)
    for (const key of ['large', 'large']) await read(key, { text: 'eleven text' })
    expect(state.loads).toBe(6)
  })

  it('keeps what nobody can change', async () => {
    const { read } = cacheOf()
    const value = await read('a', { text: 'shared', parts: ['one'] })
    expect(() => value?.parts?.push('two')).toThrow(TypeError)
  })
})
