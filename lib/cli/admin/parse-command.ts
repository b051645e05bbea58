import { parseArgs } from 'node:util'
import type { AdminCommand, Options } from './command'

/** The command was called wrongly; the message says how it is called. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export type Parsed = { command: AdminCommand; options: Options; json: boolean } | { help: string }

/** @throws UsageError */
export function parseCommand(commands: AdminCommand[], args: string[]): Parsed {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
  if (!command) {
    if (args.length === 0 || args.includes('--help')) return { help: overview(commands) }
    throw new UsageError(`There is no such command.\n\n${overview(commands)}`)
  }
  const values = parse(command, args.slice(command.name.split(' ').length))
  if (values.help) return { help: helpOf(command) }
  const get = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  for (const [name, { required, oneOf }] of Object.entries(command.options)) {
    const value = get(name)
    if (required && !value) throw new UsageError(`--${name} is required.\n\n${helpOf(command)}`)
    if (value && oneOf && !oneOf.includes(value)) {
      throw new UsageError(`--${name} is one of ${oneOf.join(', ')}.`)
    }
  }
  return { command, options: { get, need: (name) => get(name) ?? '' }, json: values.json === true }
}

function parse(command: AdminCommand, args: string[]): Record<string, string | boolean | undefined> {
  const own = Object.keys(command.options).map((name) => [name, { type: 'string' }] as const)
  const flags = { help: { type: 'boolean' }, json: { type: 'boolean' } } as const
  try {
    return parseArgs({ args, options: { ...Object.fromEntries(own), ...flags } }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new UsageError(`${reason}.\n\n${helpOf(command)}`)
  }
}

function overview(commands: AdminCommand[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'Usage: npm run admin -- <command> [options]',
    '',
    ...lines,
    '',
    'Each has --help and --json.',
  ].join('\n')
}

function helpOf({ name, summary, options }: AdminCommand): string {
  const usage = Object.entries(options).map(([option, { required }]) =>
    required ? `--${option} <${option}>` : `[--${option} <${option}>]`,
  )
  const width = Math.max(...Object.keys(options).map((option) => option.length), 'help'.length)
  const line = (option: string, text: string) => `  --${option.padEnd(width)}  ${text}`
  return [
    `Usage: npm run admin -- ${name} ${usage.join(' ')}`,
    '',
    summary,
    '',
    ...Object.entries(options).map(([option, { description }]) => line(option, description)),
    line('json', 'Answer with one line of JSON'),
    line('help', 'Show this'),
    '',
    'Exit codes: 0 done, 1 failed, 2 called wrongly.',
  ].join('\n')
}
