type Place<T> = { item: T; index: number }

/**
 * A multiset for what comes and goes with every request or run. A `Set` or `Map` of such things keeps them alive
 * long after they were taken out: each table that it outgrows, as it does by deleting too, refers to the next
 * one, so once one of them is old, V8 takes whatever later tables held for alive until it collects old space.
 */
export class Bag<T> {
  private readonly places: Place<T>[] = []

  get size(): number {
    return this.places.length
  }

  /** @returns a function that takes it out again; calling it twice does no harm */
  add(item: T): () => void {
    const place = { item, index: this.places.length }
    this.places.push(place)
    return () => this.takeOut(place)
  }

  /** Those of this moment: whoever goes through the list doesn't meet what comes and goes meanwhile. */
  all(): T[] {
    return this.places.map(({ item }) => item)
  }

  private takeOut(place: Place<T>): void {
    if (this.places[place.index] !== place) return
    const last = this.places.pop()
    if (!last || last === place) return
    last.index = place.index
    this.places[place.index] = last
  }
}
