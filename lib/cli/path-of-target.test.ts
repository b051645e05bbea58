import { expect, it } from 'vitest'
import { isDecodable, pathOfTarget } from './path-of-target'

it.each([
  ['/', '/'],
  ['/api/v1/runs?limit=1', '/api/v1/runs?limit=1'],
  ['//api.example.com/x', '//api.example.com/x'],
  ['http://localhost:3000/api/v1/runs?limit=1', '/api/v1/runs?limit=1'],
  ['HTTPS://sluice.example.com/api/v1', '/api/v1'],
  ['http://sluice.example.com', '/'],
  ['http://sluice.example.com?next=/', '/?next=/'],
  ['http://user@[::1]:3000/x', '/x'],
  ['http://', '/'],
  ['*', null],
  ['', null],
  ['ftp://sluice.example.com/x', null],
])('finds the path in %j', (target, path) => {
  expect(pathOfTarget(target)).toBe(path)
})

it.each([
  ['/demo/flows', true],
  ['/demo/flows/%E2%82%AC%2F', true],
  ['/demo/flows?search=100%', true],
  ['/%', false],
  ['/api/auth/%2', false],
  ['/demo/%zz?x=1', false],
  ['/demo/%ff', false],
])('says whether %j can be decoded', (path, decodable) => {
  expect(isDecodable(path)).toBe(decodable)
})
