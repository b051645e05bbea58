import type { Services } from '@/lib/services'

export type OptionSpec = {
  description: string
  required?: boolean
  /** The values that it may have, when they are few. */
  oneOf?: readonly string[]
}

/** What a command answers: for programs with `--json`, for people without. */
export type Answer = { data: Record<string, unknown>; text: string }

/** One command of `npm run admin`. */
export type AdminCommand = {
  /** The words that call it: `user create`. */
  name: string
  summary: string
  options: Record<string, OptionSpec>
  run: (options: Options, services: Services) => Promise<Answer>
}

/** The options given. `need` is for required ones; the parser has seen to it that they are there. */
export type Options = { get: (name: string) => string | undefined; need: (name: string) => string }
