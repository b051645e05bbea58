import {
  Context,
  Liquid,
  Output,
  type PropertyAccessToken,
  type Token,
  toValueSync,
  TypeGuards,
  UndefinedVariableError,
} from 'liquidjs'
import { limitSize, maxValueLength } from './limit-size'
import { flowLimits } from './schema'
import { TemplateError } from './template-error'

/** What templates may refer to. Values are plain JSON. */
export type TemplateScope = {
  input: Record<string, unknown>
  vars: Record<string, unknown>
  steps: Record<string, unknown>
  run: { id: string; startedAt: string }
}

/** One mention of a value, such as `steps.get_customer.body.email`. */
export type Reference = {
  /** Its parts; `null` stands for one that is only known at run time (`body[input.name]`). */
  path: (string | null)[]
  text: string
  /** Where it stands in the template, in UTF-16 units. */
  begin: number
  end: number
  /** Followed by `| default: …`, so that it may be missing. */
  optional: boolean
}

// Only `{{ … }}` is a template: no tag can begin with these. `templates: {}` keeps LiquidJS away from
// files, and own properties only keep `constructor` and `__proto__` out of reach.
const liquid = new Liquid({
  tagDelimiterLeft: '\u0000{%',
  tagDelimiterRight: '%}\u0000',
  templates: {},
  ownPropertyOnly: true,
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  parseLimit: flowLimits.body,
  renderLimit: 250,
  memoryLimit: 10_000_000,
})

/** A template in its pieces: text as it is, and outputs to be evaluated. */
export type ParsedTemplate = (string | Output)[]

// Reading a template takes ten times as long as filling it in, and a flow's are the same in every run.
const read = new Map<string, ParsedTemplate>()
const maxRead = 2_000
const maxReadLength = 1_000

/**
 * Reads a template. The result may be shared: leave it as it is.
 * @throws TemplateError when it can't be read; the message is a sentence for people
 */
export function parseTemplate(text: string): Readonly<ParsedTemplate> {
  if (!text.includes('{{') && !text.includes('{%')) return text === '' ? [] : [text]
  const known = read.get(text)
  if (known) return known
  const parts = readTemplate(text)
  if (text.length > maxReadLength) return parts
  const [oldest] = read.keys()
  if (read.size >= maxRead && oldest !== undefined) read.delete(oldest)
  read.set(text, parts)
  return parts
}

function readTemplate(text: string): ParsedTemplate {
  return parseWithLiquid(text).map((part) => {
    if (part instanceof Output) return checkOutput(part, text)
    const plain = plainText(part.token)
    if (/\{%[^]*?%\}/.test(plain))
      throw new TemplateError('Tags like {% if %} aren’t available here. Use {{ … }} with filters.')
    return plain
  })
}

// LiquidJS doesn't export the class of its text tokens; `getContent` leaves out what `{{-` trims.
function plainText(token: Token): string {
  return 'getContent' in token && typeof token.getContent === 'function' ? String(token.getContent()) : ''
}

function parseWithLiquid(text: string) {
  try {
    return liquid.parse(text)
  } catch (error) {
    throw new TemplateError(readableParseError(error))
  }
}

function readableParseError(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  if (/not closed/.test(message)) return 'A {{ has no }} to close it.'
  const filter = /undefined filter: ([\w-]+)/.exec(message)?.[1]
  if (filter) return `There is no filter “${filter}”.`
  if (/limit exceeded/.test(message)) return 'This template is too long.'
  return 'What stands between {{ and }} can’t be read.'
}

// LiquidJS reads `{{ a b }}` as `a` and `{{ input. }}` as `input`; both are slips of the keyboard.
function checkOutput(output: Output, text: string): Output {
  const { postfix } = output.value.initial
  const operators = postfix.filter(TypeGuards.isOperatorToken)
  const binary = operators.filter(({ operator }) => operator !== 'not').length
  const operands = postfix.length - operators.length
  const unfinished = postfix.some(
    (token) => TypeGuards.isPropertyAccessToken(token) && text.slice(token.begin, token.end).endsWith('.'),
  )
  if (operands !== binary + 1 || unfinished)
    throw new TemplateError('What stands between {{ and }} can’t be read.')
  return output
}

/** Why a template can't be read, as a sentence, or `null`. */
export function templateProblem(text: string): string | null {
  try {
    parseTemplate(text)
    return null
  } catch (error) {
    if (error instanceof TemplateError) return error.message
    throw error
  }
}

/** Every value that a template mentions, in order; none when it can't be read. */
export function findReferences(text: string): Reference[] {
  try {
    return referencesOf(parseTemplate(text))
  } catch (error) {
    if (error instanceof TemplateError) return []
    throw error
  }
}

/** Whether the field is exactly one `{{ … }}`, and so keeps the type of its value. */
export function isSingleOutput(text: string): boolean {
  try {
    const parts = parseTemplate(text)
    return parts.length === 1 && typeof parts[0] !== 'string'
  } catch (error) {
    if (error instanceof TemplateError) return false
    throw error
  }
}

function referencesOf(parts: Readonly<ParsedTemplate>): Reference[] {
  const found: Reference[] = []
  for (const part of parts) {
    if (typeof part === 'string') continue
    const { initial, filters } = part.value
    const optional = filters[0]?.name === 'default'
    for (const token of initial.postfix) collect(token, optional, found)
    for (const { args } of filters) {
      for (const arg of args) {
        const token = Array.isArray(arg) ? arg[1] : arg
        if (token) collect(token, false, found)
      }
    }
  }
  return found.sort((a, b) => a.begin - b.begin)
}

function collect(token: Token, optional: boolean, found: Reference[]): void {
  if (TypeGuards.isRangeToken(token)) {
    collect(token.lhs, false, found)
    collect(token.rhs, false, found)
  }
  if (!TypeGuards.isPropertyAccessToken(token)) return
  for (const prop of token.props) collect(prop, false, found)
  if (token.variable) return
  const { begin, end } = token
  found.push({ path: token.props.map(partName), text: token.getText(), begin, end, optional })
}

function partName(token: PropertyAccessToken['props'][number]): string | null {
  if (TypeGuards.isWordToken(token) || TypeGuards.isQuotedToken(token)) return token.content
  if (TypeGuards.isNumberToken(token)) return String(token.content)
  return null
}

/**
 * Fills in a template. A field that is exactly one output keeps the type of its value; anything else
 * becomes text, with lists and objects as JSON.
 * @throws TemplateError for an unknown reference, which it names
 */
export function evaluateTemplate(text: string, scope: TemplateScope): unknown {
  const parts = parseTemplate(text)
  const [only] = parts
  if (parts.length === 1 && only instanceof Output) return evaluateOutput(only, scope)
  return renderTemplate(text, scope)
}

/** Fills in a template as text, each value passed through `encode` on its way. */
export function renderTemplate(
  text: string,
  scope: TemplateScope,
  encode: (value: unknown, around: { before: string; after: string }) => string = toText,
): string {
  const parts = parseTemplate(text)
  let rendered = ''
  parts.forEach((part, index) => {
    if (typeof part === 'string') rendered += part
    else {
      const next = parts[index + 1] ?? ''
      const after = typeof next === 'string' ? next : '{{'
      rendered += encode(evaluateOutput(part, scope), { before: rendered, after })
    }
    // LiquidJS limits each output; many of them together are limited here.
    if (rendered.length > maxValueLength) throw new TemplateError('This would become too long.')
  })
  return rendered
}

function evaluateOutput(output: Output, scope: TemplateScope): unknown {
  const plain = readPlainly(output, scope)
  if (plain !== undefined) return plain
  return asJson(evaluateWithLiquid(output, scope))
}

/** Nothing else is sent, kept or seen by later steps, so a value is that from its beginning. */
function asJson(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return JSON.parse(JSON.stringify(limitSize(value)))
  return value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value
}

function evaluateWithLiquid(output: Output, scope: TemplateScope): unknown {
  // A context of its own for each output: its limits count for one evaluation.
  const context = new Context(scope, liquid.options, { sync: true }, { liquid })
  try {
    const value: unknown = toValueSync(output.value.value(context))
    return isDrop(value) ? value.valueOf() : value
  } catch (error) {
    if (error instanceof UndefinedVariableError) {
      const reference = error.token.getText()
      throw new TemplateError(`There is no value “${reference}”.`, { reference })
    }
    const detail = error instanceof Error && /limit exceeded/.test(error.message)
    throw new TemplateError(
      detail ? 'This template makes too much of its values.' : 'A filter can’t work with its value.',
    )
  }
}

const plainPaths = new WeakMap<Output, string[] | null>()
/** What LiquidJS answers itself when an object has no such property. */
const computed = new Set(['size', 'first', 'last'])

/**
 * The value of an output that only mentions one, as nearly all do. LiquidJS comes to the same, at many times
 * the cost.
 * @returns undefined where that is not so certain, or nothing is there
 */
function readPlainly(output: Output, scope: TemplateScope): unknown {
  let path = plainPaths.get(output)
  if (path === undefined) plainPaths.set(output, (path = plainPathOf(output)))
  if (path === null) return undefined
  let value: unknown = scope
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  // `vars` and `steps` grow, and one that is kept as a part of itself would have no end.
  return path.length === 1 ? { ...(value as object) } : value
}

function plainPathOf({ value: { initial, filters } }: Output): string[] | null {
  const [token, ...others] = initial.postfix
  if (filters.length > 0 || others.length > 0 || !token || !TypeGuards.isPropertyAccessToken(token))
    return null
  const path = token.variable ? [null] : token.props.map(partName)
  return path.every((name) => name !== null && !computed.has(name)) ? (path as string[]) : null
}

// `empty`, `blank` and `nil` are objects in LiquidJS until somebody asks for their value.
function isDrop(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'liquidMethodMissing' in value
}

/** A value as it stands in running text. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  // What JSON has besides texts, objects and lists: numbers, `true` and `false`.
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean)
}
