import type { Settings } from '@/lib/env'
import type { Services } from '@/lib/services'

export type OptionSpec = {
  description: string
  required?: boolean
  /** It has no value. */
  isFlag?: boolean
  /** The values that it may have, when they are few. */
  oneOf?: readonly string[]
}

/** What a command answers: for programs with `--json`, for people without. */
export type Answer = {
  data: Record<string, unknown>
  text: string
  /** Other than 0 when the command did its work and its answer is no. */
  exitCode?: number
}

/** What commands work with. */
export type Tools = {
  settings: Settings
  /** Starts or reaches the database as it is, of whatever version. Its owner sees and changes everything. */
  database: () => Promise<{ ownerUrl: string }>
  /** Starts or reaches the database, and brings it up to date. */
  services: () => Promise<Services>
}

/** One command of `npm run admin`. */
export type AdminCommand = {
  /** The words that call it: `user create`. */
  name: string
  /** One line. */
  summary: string
  /** More lines, for `--help`. */
  details?: string
  /** What it is called with besides options. */
  argument?: { name: string; description: string; required: boolean }
  options: Record<string, OptionSpec>
  /** Exit codes beyond the usual three. */
  exitCodes?: string
  /** @returns null when it has printed its answer by itself */
  run: (options: Options, tools: Tools) => Promise<Answer | null>
}

/** What was given. `need` is for what is required; the parser has seen to it that it is there. */
export type Options = {
  get: (name: string) => string | undefined
  need: (name: string) => string
  has: (flag: string) => boolean
}
