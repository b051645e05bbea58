/** How a value is called in the interface. */
export type ValueType = 'text' | 'number' | 'true/false' | 'list' | 'object' | 'nothing'

export function typeOfValue(value: unknown): ValueType {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'list'
  const types: Record<string, ValueType> = { string: 'text', number: 'number', boolean: 'true/false' }
  return types[typeof value] ?? 'object'
}

/** `steps.get.body` and `order-id` make `steps.get.body["order-id"]`; list positions go in brackets. */
export function childReference(parent: string, name: string | number): string {
  if (typeof name === 'number') return `${parent}[${name}]`
  return /^[A-Za-z_][\w-]*$/.test(name) ? `${parent}.${name}` : `${parent}[${JSON.stringify(name)}]`
}

/** The names and values directly inside a value; a list’s are numbered. */
export function childrenOf(value: unknown): [name: string | number, value: unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item])
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

const shortLength = 80

/** A value on one line, cut where it gets long. */
export function shortText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const line = text
    .slice(0, shortLength * 2)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > shortLength || text.length > shortLength * 2 ? `${line.slice(0, shortLength)}…` : line
}
