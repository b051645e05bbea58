import type { NodeData } from '@/lib/flows/schema'
import { redacted } from './redacted'

export type StartInput = NodeData<'start'>['inputs'][number]

/** What stands in the form's field for a value: text as it is, everything else as JSON. */
export function inputText(input: StartInput, value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' && input.type === 'string' ? value : JSON.stringify(value, null, 2)
}

/**
 * What the form's field for an input begins with.
 * @param last what the last run was started with, `null` before the first one
 */
export function initialText(input: StartInput, last: Record<string, unknown> | null): string {
  const { name, required } = input
  const sample = inputText(input, input.sample)
  if (last === null) return sample
  // Without a required input there would have been no run: it is one that the flow got since.
  if (!Object.hasOwn(last, name)) return required ? sample : ''
  const text = inputText(input, last[name])
  // What was masked in the record of the last run is not a value to send.
  return text.includes(redacted) ? sample : text
}

/** A field's text as a value of the input's type; an empty field gives no value. */
export function parseInput(input: StartInput, text: string): { value?: unknown; error?: string } {
  if (input.type === 'string') {
    if (text === '' && input.required) return { error: `Enter ${input.name}.` }
    return text === '' ? {} : { value: text }
  }
  if (text.trim() === '') return input.required ? { error: `Enter ${input.name}.` } : {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { error: wrongType[input.type] }
  }
  return matches[input.type](value) ? { value } : { error: wrongType[input.type] }
}

const matches: Record<StartInput['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: (value) => Array.isArray(value),
}

const wrongType: Record<StartInput['type'], string> = {
  string: 'Enter text.',
  number: 'Enter a number, such as 12.5.',
  boolean: 'Enter true or false.',
  object: 'Enter a JSON object, such as {"id": 1}.',
  array: 'Enter a JSON list, such as [1, 2].',
}
