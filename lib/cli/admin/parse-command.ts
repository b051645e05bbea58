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
  const { argument } = command
  if (argument?.required && get(argument.name) === undefined) {
    throw new UsageError(`${argument.name} is required.\n\n${helpOf(command)}`)
  }
  const options = {
    get,
    need: (name: string) => get(name) ?? '',
    has: (flag: string) => values[flag] === true,
  }
  return { command, options, json: values.json === true }
}

type Values = Record<string, string | boolean | undefined>

function parse(command: AdminCommand, args: string[]): Values {
  const own = Object.entries(command.options).map(
    ([name, { isFlag }]) => [name, { type: isFlag ? 'boolean' : 'string' }] as const,
  )
  const flags = { help: { type: 'boolean' }, json: { type: 'boolean' } } as const
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...Object.fromEntries(own), ...flags },
      allowPositionals: true,
    })
    const [first, ...others] = positionals
    const tooMany = command.argument ? others[0] : first
    if (tooMany !== undefined) throw new Error(`Unexpected argument “${tooMany}”`)
    return { ...values, ...(command.argument ? { [command.argument.name]: first } : {}) }
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

function helpOf({ name, summary, details, argument, options, exitCodes }: AdminCommand): string {
  const entries = Object.entries(options)
  const usage = entries.map(([option, { required, isFlag }]) => {
    const text = isFlag ? `--${option}` : `--${option} <${option}>`
    return required ? text : `[${text}]`
  })
  if (argument) usage.unshift(argument.required ? argument.name : `[${argument.name}]`)
  const described = [
    ...(argument ? [[argument.name, argument.description] as const] : []),
    ...entries.map(([option, { description }]) => [`--${option}`, description] as const),
    ['--json', 'Answer with one line of JSON'] as const,
    ['--help', 'Show this'] as const,
  ]
  const width = Math.max(...described.map(([what]) => what.length))
  return [
    `Usage: npm run admin -- ${name} ${usage.join(' ')}`.trimEnd(),
    '',
    summary,
    ...(details ? [details] : []),
    '',
    ...described.map(([what, description]) => `  ${what.padEnd(width)}  ${description}`),
    '',
    `Exit codes: 0 done, 1 failed, 2 called wrongly${exitCodes ? `, ${exitCodes}` : ''}.`,
  ].join('\n')
}
