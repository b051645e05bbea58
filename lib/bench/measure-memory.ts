import { ownCaller, plainCaller } from './callers'
import { memoryTargets, type MemoryTarget } from './memory-targets'
import type { Upstream } from './benchmark'

// Prints by how much the resident set of this fresh process grows at most while it does one thing a few
// times. A process that has grown before would show nothing.

const [name = '', given = ''] = process.argv.slice(2)
const target = memoryTargets[name as MemoryTarget]
const upstream = JSON.parse(given) as Upstream
const callers = { own: ownCaller(upstream), plain: plainCaller(upstream) }

await Promise.all([callers.own.call('/json'), callers.plain.call('/json')])
const before = process.memoryUsage.rss()
let most = before
const look = () => (most = Math.max(most, process.memoryUsage.rss()))
const timer = setInterval(look, 1)
let outcome = ''
for (let time = 0; time < 3; time++) outcome = await target.run(callers)
clearInterval(timer)
process.stdout.write(JSON.stringify({ bytes: look() - before, outcome }))
await Promise.all([callers.own.close(), callers.plain.close()])
