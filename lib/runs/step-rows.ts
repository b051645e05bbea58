import { keptJson } from './storable-json'
import type { StepRow, StepWrite } from './store/run-write'

/** Characters of records. More than that is no trifle beside the row that it would save. */
const maxSharedCharacters = 256 * 1024

/**
 * The rows that keep some steps. A row costs about as much as what a step without a call has to say, so steps
 * that are over when they are stored first share the row of the next one.
 * @param steps in the order of their execution
 * @param stored how many of the run's steps are stored already; such a step's row is written again
 */
export function toStepRows(steps: StepWrite[], stored: number): StepRow[] {
  const rows: StepRow[] = []
  let earlier: StepWrite[] = []
  let characters = 0
  for (const step of steps) {
    characters += charactersOf(step)
    // Only a row has a place for a value, and for what a later write says of its step.
    const isAlone = step.position < stored || step.value !== null || characters > maxSharedCharacters
    if (isAlone || step === steps.at(-1)) {
      rows.push({ step, earlier })
      earlier = []
      characters = 0
    } else earlier.push(step)
  }
  return rows
}

/** What a step comes to when it is stored, in texts that are needed anyway. */
export function charactersOf({ record, value }: Pick<StepWrite, 'record' | 'value'>): number {
  return keptJson(record).length + (value === null ? 0 : keptJson(value).length)
}

/** All steps that some rows of one run keep, in the order of their execution. */
export function inOrder<S extends { position: number }>(rows: { step: S; earlier: S[] | null }[]): S[] {
  const steps: S[] = []
  for (const { step, earlier } of rows.toSorted((a, b) => a.step.position - b.step.position)) {
    // Where two rows have a step, because the answer to a write got lost, the later one knows more of it.
    for (const each of earlier ?? []) steps[each.position] = each
    steps[step.position] = step
  }
  return steps.filter((step) => step !== undefined)
}
