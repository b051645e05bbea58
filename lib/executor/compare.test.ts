import { describe, expect, it } from 'vitest'
import type { ConditionOperator } from '@/lib/flows/schema'
import { compare } from './compare'

const holding: [unknown, ConditionOperator, unknown][] = [
  [5, 'equals', '5'],
  ['5.0', 'equals', 5],
  [true, 'equals', 'true'],
  ['a', 'notEquals', 'A'],
  ['', 'notEquals', null],
  [{ a: [1, { b: null }] }, 'equals', { a: [1, { b: null }] }],
  [[1, 2], 'notEquals', [2, 1]],
  [{}, 'notEquals', []],
  ['abc', 'contains', 'b'],
  [[1, 2], 'contains', '2'],
  [{ a: 1 }, 'contains', 'a'],
  [{}, 'notContains', 'toString'],
  ['abc', 'startsWith', 'ab'],
  ['abc', 'endsWith', 'bc'],
  [10, 'greaterThan', '9'],
  ['10', 'greaterThan', '9'],
  ['2026-01-02', 'greaterThan', '2026-01-01'],
  [9, 'greaterOrEqual', 9],
  [-1, 'lessThan', 0],
  ['a', 'lessOrEqual', 'a'],
  [null, 'isEmpty', ''],
  ['', 'isEmpty', ''],
  [[], 'isEmpty', ''],
  [{}, 'isEmpty', ''],
  [0, 'isNotEmpty', ''],
  [false, 'isNotEmpty', ''],
  [true, 'isTrue', ''],
  ['true', 'isTrue', ''],
  [false, 'isFalse', ''],
]

const notHolding: [unknown, ConditionOperator, unknown][] = [
  [null, 'equals', 'null'],
  [1, 'equals', true],
  [null, 'lessThan', 1],
  [null, 'greaterOrEqual', null],
  [1, 'isTrue', ''],
  [null, 'isFalse', ''],
]

describe('compare', () => {
  it.each(holding)('%j %s %j', (left, operator, right) => {
    expect(compare(left, operator, right)).toBe(true)
  })

  it.each(notHolding)('not: %j %s %j', (left, operator, right) => {
    expect(compare(left, operator, right)).toBe(false)
  })
})
