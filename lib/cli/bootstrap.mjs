// The one entry of `npm start`, `npm run dev`, `worker`, `admin` and `bench`, and `npm test`. It runs on a checkout
// that has nothing installed yet, so it is plain JavaScript and uses only what Node brings.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleOf } from './bundle.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
process.chdir(root)

const [command = '', ...args] = process.argv.slice(2)
if (!existsSync(join(root, 'lib', 'cli', `${command}.ts`)))
  fail('Usage: npm start | npm run dev | npm run worker | npm run admin | npm run bench | npm test')
requireNode(readJson('package.json').engines.node)
if (!isInstalled()) install()

if (process.env.npm_lifecycle_event) stopWithNpm()

process.argv = [process.argv[0], process.argv[1], ...args]
const bundle = await bundleOf(command)
if (bundle) await import(bundle)
else {
  const { register } = await import('tsx/esm/api')
  register()
  await import(`./${command}.ts`)
}

/** @param {string} range as in package.json: `>=20.19.0` */
function requireNode(range) {
  const numbers = (version) => version.match(/\d+/g).map(Number)
  const have = numbers(process.versions.node)
  const want = numbers(range)
  const firstDifference = have.findIndex((number, index) => number !== want[index])
  if (firstDifference >= 0 && have[firstDifference] < want[firstDifference]) {
    fail(`Sluice needs Node ${want.join('.')} or newer, and this is Node ${process.versions.node}.`)
  }
}

/**
 * Whether node_modules holds what the lock file asks for. npm writes its own list there when it is
 * done, so an installation that was interrupted doesn't count.
 */
function isInstalled() {
  if (!existsSync('node_modules/.package-lock.json')) return false
  const installed = readJson('node_modules/.package-lock.json').packages
  return Object.entries(readJson('package-lock.json').packages).every(([path, wanted]) => {
    if (path === '') return true
    // Packages of other platforms are never there.
    if (!installed[path]) return wanted.optional === true
    return installed[path].version === wanted.version && existsSync(path)
  })
}

function install() {
  // On standard error, because the answer of `npm run admin -- … --json` is on standard output.
  console.error('Installing packages (takes about a minute the first time)…')
  const npm = process.env.npm_execpath
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const [program, programArgs] = npm ? [process.execPath, [npm, ...options]] : ['npm', options]
  const { status } = spawnSync(program, programArgs, {
    stdio: ['inherit', 2, 2],
    shell: !npm && process.platform === 'win32',
  })
  if (status !== 0) fail('The packages could not be installed; see above.')
}

/**
 * When npm is killed, or the shell that it may run us in, nobody tells us: we would keep the port with
 * nobody in charge. Whoever called npm may go, as a terminal does that `npm start &` was typed into.
 */
function stopWithNpm() {
  const parent = process.ppid
  const shellOfNpm = programOf(parent) !== programOf('self')
  const npm = shellOfNpm ? parentOf(parent) : undefined
  const timer = setInterval(() => {
    if (process.ppid === parent && (!shellOfNpm || parentOf(parent) === npm)) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 250).unref()
}

/** npm is run by Node, as we are. Undefined where there is no /proc. */
function programOf(pid) {
  const program = `/proc/${pid}/exe`
  if (existsSync(program)) return readlinkSync(program)
}

/** Undefined where there is no /proc. */
function parentOf(pid) {
  const stat = `/proc/${pid}/stat`
  if (existsSync(stat)) return readFileSync(stat, 'utf8').split(')').pop().trim().split(' ')[1]
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
