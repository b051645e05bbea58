import { LRUCache } from 'lru-cache'

export type Cache<Value extends object> = {
  /**
   * The value of a key: the remembered one, or what `load` finds. Those who ask while it is being loaded
   * wait for the same load. What is kept is frozen; what isn't there (null) or fails is not kept.
   */
  get: (key: string, load: () => Promise<Value | null>) => Promise<Value | null>
  /** Whoever asks from now on gets what is loaded after this. */
  forget: (key: string) => void
  /** The same for all values that match, and for every load under way, whose value nobody knows yet. */
  forgetIf: (matches: (value: Value) => boolean) => void
  forgetAll: () => void
}

type CacheOptions<Value> = {
  /** While this is false, nothing is taken from the cache or put into it. */
  isTrusted: () => boolean
  /** Sum of the sizes of what is kept, at most; the least recently used goes first. */
  maxSize: number
  sizeOf: (value: Value) => number
}

/** Remembers values until it is told that they have changed. */
export function createCache<Value extends object>(options: CacheOptions<Value>): Cache<Value> {
  const { isTrusted, maxSize, sizeOf } = options
  const stored = new LRUCache<string, Value>({ maxSize, sizeCalculation: sizeOf })
  /** A load that was forgotten while it was under way is in here no more, so its value is not kept. */
  const loading = new Map<string, Promise<Value | null>>()

  function start(key: string, load: () => Promise<Value | null>): Promise<Value | null> {
    const isCurrent = () => loading.get(key) === loaded
    const loaded = load()
      .then((value) => {
        if (value !== null && isCurrent()) stored.set(key, freeze(value))
        return value
      })
      .finally(() => {
        if (isCurrent()) loading.delete(key)
      })
    loading.set(key, loaded)
    return loaded
  }

  return {
    async get(key, load) {
      if (!isTrusted()) return load()
      return stored.get(key) ?? loading.get(key) ?? start(key, load)
    },
    forget(key) {
      stored.delete(key)
      loading.delete(key)
    },
    forgetIf(matches) {
      for (const [key, value] of stored.entries()) if (matches(value)) stored.delete(key)
      loading.clear()
    },
    forgetAll() {
      stored.clear()
      loading.clear()
    },
  }
}

/** Everybody gets the same object, so nobody may change it. */
function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner)
  return Object.freeze(value)
}
