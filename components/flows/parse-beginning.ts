import { createParser } from 'nuqs'
import type { FlowBeginning } from './new-flow-dialog'

/** `?new=true` opens the dialog for a blank flow, `?new=import` for one from a file. */
export const parseAsBeginning = createParser<FlowBeginning>({
  parse: (text) => (text === 'import' ? 'import' : text === 'true' ? 'blank' : null),
  serialize: (beginning) => (beginning === 'import' ? 'import' : 'true'),
})
