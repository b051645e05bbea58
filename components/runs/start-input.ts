import type { NodeData } from '@/lib/flows/schema'

export type StartInput = NodeData<'start'>['inputs'][number]

/** What stands in the form's field for a value: text as it is, everything else as JSON. */
export function inputText(input: StartInput, value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' && input.type === 'string' ? value : JSON.stringify(value, null, 2)
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
