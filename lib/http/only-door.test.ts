import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/**
 * The egress policy protects what goes through `lib/http`. This fails as soon as anything else in the
 * product could open a connection: what may listen is named below, and so is every exception.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = ['app', 'components', 'lib', 'db']

const socketModules = ['http', 'https', 'http2', 'net', 'tls', 'dgram'].flatMap((name) => [
  name,
  `node:${name}`,
])
const clientPackages = [
  'undici',
  'axios',
  'got',
  'ky',
  'node-fetch',
  'cross-fetch',
  'superagent',
  'request',
  'ws',
  '@opentelemetry/exporter-trace-otlp-http',
]
/** What can only listen, classify or describe. */
const harmlessNames = ['createServer', 'isIP', 'Server', 'IncomingMessage', 'ServerResponse', 'AddressInfo']

/** Who may do what all others may not, and why that is no way out. */
const exceptions = new Map([
  ['lib/demo/start-demo.ts', 'asks whether its own demo upstream already runs, on a fixed loopback address'],
  [
    'lib/tracing/start-tracing.ts',
    'sends to the collector that the operator configured, which no tenant can name, and only codes and ids',
  ],
  ['lib/action-result.ts', 'runs in the browser, with paths of our own'],
  ['components/runs/watch-run.ts', 'runs in the browser, with paths of our own'],
])

/** Loads Sluice and what it is compared with, on this machine; see the test that keeps it out of the server. */
const benchmarks = 'lib/bench/'

/** Why a file could reach out; empty when it cannot. */
function waysOut(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const found: string[] = []
  for (const [, clause = '', module = ''] of code.matchAll(
    /\b(?:import|export)\s+([^'"();=]*?)\s*from\s*['"]([^'"]+)['"]/g,
  )) {
    const isRisky = clientPackages.includes(module) || (socketModules.includes(module) && !isHarmless(clause))
    if (isRisky && !clause.startsWith('type ')) found.push(`imports ${clause} from ${module}`)
  }
  for (const [, module = ''] of code.matchAll(/\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g)) {
    if ([...socketModules, ...clientPackages].includes(module)) found.push(`loads ${module}`)
  }
  for (const [, argument = ''] of code.matchAll(/(?<![.\w])fetch\s*\(\s*(.{0,40})/g)) {
    if (!/^[`'"]\/(?!\/)/.test(argument)) found.push(`fetches ${argument}`)
  }
  if (/\b(?:globalThis|window|self|global)\s*(?:\.|\[\s*['"])\s*fetch\b/.test(code))
    found.push('takes the global fetch')
  for (const name of ['XMLHttpRequest', 'WebSocket', 'EventSource', 'sendBeacon', 'WebTransport']) {
    if (new RegExp(`(?:new\\s+|\\.)${name}\\s*\\(`).test(code)) found.push(`uses ${name}`)
  }
  // next-auth's own calls go through the guard only where a provider is told to; ours is in lib/auth/oidc-provider.ts.
  if (/['"]next-auth\/providers\/(?!credentials)/.test(code)) found.push('takes a provider of next-auth')
  if (/\bcreateRemoteJWKSet\b/.test(code)) found.push('lets jose fetch keys')
  return found
}

/** True for `{ createServer, type Socket }`, false for anything that brings a client along. */
function isHarmless(clause: string): boolean {
  const names = /^\{([^}]*)\}$/
    .exec(clause)?.[1]
    ?.split(',')
    .map((name) => name.trim()) ?? ['*']
  return names.every((name) => name === '' || name.startsWith('type ') || harmlessNames.includes(name))
}

function sources(): string[] {
  return [
    ...readdirSync(root, { withFileTypes: true }),
    ...folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })),
  ]
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !/\.test\.[jt]sx?$|(^|\/)testing\//.test(path) && !path.startsWith('lib/http/'))
    .filter((path) => !path.startsWith(benchmarks))
}

test('nothing but lib/http can open a connection', () => {
  const paths = sources()
  expect(paths.length).toBeGreaterThan(50)
  const offenders = paths.flatMap((path) => {
    const ways = exceptions.has(path) ? [] : waysOut(readFileSync(join(root, path), 'utf8'))
    return ways.map((way) => `${path} ${way}`)
  })
  expect(offenders).toEqual([])
})

test('every exception is still needed', () => {
  const unneeded = [...exceptions.keys()].filter(
    (path) => waysOut(readFileSync(join(root, path), 'utf8')).length === 0,
  )
  expect(unneeded).toEqual([])
})

test('nothing loads the benchmarks but the command that runs them', () => {
  const loading = sources().filter((path) =>
    /['"][^'"]*\bbench\//.test(readFileSync(join(root, path), 'utf8')),
  )
  expect(loading).toEqual(['lib/cli/bench.ts'])
})

test('images are not fetched from elsewhere either', () => {
  expect(readFileSync(join(root, 'next.config.ts'), 'utf8')).not.toMatch(/remotePatterns|domains|rewrites/)
})

describe('the check sees', () => {
  test.each([
    "import { request } from 'undici'",
    "import { request } from 'node:http'",
    "import { createServer, request } from 'node:http'",
    "import http from 'node:http'",
    "import * as net from 'net'",
    "export { request } from 'undici'",
    "export * from 'node:net'",
    "import { Socket } from 'node:net'",
    "import {\n  connect,\n} from 'node:tls'",
    "const { connect } = require('node:net')",
    "const net = await import('node:net')",
    "await import('@opentelemetry/exporter-trace-otlp-http')",
    'await fetch(url)',
    "await fetch('https://example.com')",
    "await fetch('//example.com')",
    'await fetch(`${base}/x`)',
    'await globalThis.fetch("/x")',
    "const go = globalThis['fetch']",
    "export type A = string\nimport { connect } from 'node:net'",
    'new WebSocket(address)',
    'navigator.sendBeacon(address)',
    "import Google from 'next-auth/providers/google'",
    'createRemoteJWKSet(address)',
  ])('%s', (code) => expect(waysOut(code)).toHaveLength(1))

  test.each([
    "import { createServer, type Server } from 'node:http'",
    "import type { Socket } from 'node:net'",
    "import { createServer, type IncomingMessage, Server } from 'node:http'",
    "import Credentials from 'next-auth/providers/credentials'",
    "import type { OIDCConfig } from 'next-auth/providers'",
    "await fetch('/api/v1/endpoints')",
    'await fetch(`/api/flows/${id}`)',
    'queryClient.prefetch(options); api.fetch(request)',
    '// fetch(anything)',
  ])('and lets pass: %s', (code) => expect(waysOut(code)).toEqual([]))
})
