import { expect, test } from 'vitest'
import { Stop } from '@/lib/http/stop'

test('tells once, with the first reason, whoever still listens', () => {
  const stop = new Stop()
  const told: string[] = []
  const gone = () => told.push('gone')
  stop.addEventListener('abort', () => told.push(`one, ${String(stop.reason)}`))
  stop.addEventListener('abort', gone)
  stop.addEventListener('abort', () => told.push('two'))
  stop.removeEventListener('abort', gone)
  stop.throwIfAborted()
  expect(stop.aborted).toBe(false)
  stop.abort('first')
  stop.abort('second')
  stop.addEventListener('abort', () => told.push('late'))
  expect(told).toEqual(['one, first', 'two'])
  expect(stop.reason).toBe('first')
  expect(() => stop.throwIfAborted()).toThrow('first')
})

test('lets a listener take itself and others off the list', () => {
  const stop = new Stop()
  const told: number[] = []
  const second = () => told.push(2)
  const first = () => {
    told.push(1)
    stop.removeEventListener('abort', first)
    stop.removeEventListener('abort', second)
  }
  stop.addEventListener('abort', first)
  stop.addEventListener('abort', second)
  stop.abort('over')
  expect(told).toEqual([1])
})
