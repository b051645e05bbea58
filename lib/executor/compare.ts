import type { ConditionOperator } from '@/lib/flows/schema'
import { toText } from '@/lib/flows/templates'

const operators = {
  equals: isEqual,
  notEquals: (left, right) => !isEqual(left, right),
  contains,
  notContains: (left, right) => !contains(left, right),
  startsWith: (left, right) => toText(left).startsWith(toText(right)),
  endsWith: (left, right) => toText(left).endsWith(toText(right)),
  greaterThan: (left, right) => order(left, right) > 0,
  greaterOrEqual: (left, right) => order(left, right) >= 0,
  lessThan: (left, right) => order(left, right) < 0,
  lessOrEqual: (left, right) => order(left, right) <= 0,
  isEmpty,
  isNotEmpty: (left) => !isEmpty(left),
  isTrue: (left) => left === true || left === 'true',
  isFalse: (left) => left === false || left === 'false',
} satisfies Record<ConditionOperator, (left: unknown, right: unknown) => boolean>

/**
 * One row of a condition. Values of one type are compared as what they are. Of different types, which
 * typing a number or `true` into a text field makes common, they are compared as they would be written.
 */
export function compare(left: unknown, operator: ConditionOperator, right: unknown): boolean {
  return operators[operator](left, right)
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (left === null || right === null) return false
  if (typeof left === 'object' && typeof right === 'object') return isDeepEqual(left, right)
  if (typeof left === typeof right) return false
  const numbers = bothNumbers(left, right)
  return numbers ? numbers[0] === numbers[1] : toText(left) === toText(right)
}

function isDeepEqual(left: object, right: object): boolean {
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const entries = Object.entries(left)
  const others = new Map(Object.entries(right))
  return (
    entries.length === others.size &&
    entries.every(([name, value]) => {
      if (!others.has(name)) return false
      const other: unknown = others.get(name)
      if (typeof value !== 'object' || value === null) return value === other
      return typeof other === 'object' && other !== null && isDeepEqual(value, other)
    })
  )
}

function contains(whole: unknown, part: unknown): boolean {
  if (Array.isArray(whole)) return whole.some((item) => isEqual(item, part))
  if (typeof whole === 'object' && whole !== null) return Object.hasOwn(whole, toText(part))
  return toText(whole).includes(toText(part))
}

/** Numbers as numbers, anything else as text, which suits ISO dates; nothing is before or after `null`. */
function order(left: unknown, right: unknown): number {
  if (left === null || right === null) return Number.NaN
  const numbers = bothNumbers(left, right)
  if (numbers) return numbers[0] - numbers[1]
  const [a, b] = [toText(left), toText(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

function bothNumbers(left: unknown, right: unknown): [number, number] | null {
  const [a, b] = [toNumber(left), toNumber(right)]
  return a === null || b === null ? null : [a, b]
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
