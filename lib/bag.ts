/**
 * A multiset for what comes and goes with every request or run, which keeps nothing alive that was taken out.
 * V8 takes whatever an old object refers to for alive until it collects old space, even when the object itself is
 * dead. A `Set` or `Map` leaves such objects behind with each table that it outgrows, as it does by deleting too,
 * and each refers to the next; an array does with each store that it outgrows, as it does again and again when
 * `pop` or `splice` has made the store smaller. So places are never given up here, only used again.
 */
export class Bag<T> {
  private readonly places: (T | undefined)[] = []
  /** Of places. */
  private readonly free: number[] = []

  get size(): number {
    return this.places.length - this.free.length
  }

  /** @returns a function that takes it out again; calling it twice does no harm */
  add(item: T): () => void {
    const index = this.free.pop() ?? this.places.length
    this.places[index] = item
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      this.places[index] = undefined
      this.free.push(index)
    }
  }

  /** Those of this moment: whoever goes through the list doesn't meet what comes and goes meanwhile. */
  all(): T[] {
    return this.places.filter((item) => item !== undefined)
  }
}
