import { readFileSync } from 'node:fs'

/**
 * What `npm start` or `npm run worker` gives to Node, for whoever starts it without npm, which would put a
 * process of its own before it.
 */
export function scriptArgs(script: 'start' | 'worker'): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const [exec, node, ...args] = scripts[script]?.split(' ') ?? []
  if (exec !== 'exec' || node !== 'node') throw new Error(`npm run ${script} runs something else by now`)
  return args
}
