import type { HeaderKind } from './imported-headers'

/** Collects what does not come along from a command, and why. */
export type CurlNotes = ReturnType<typeof createCurlNotes>

const belongs = 'which belongs to an API Call'
const belong = 'which belong to an API Call'

export function createCurlNotes(list: (items: string[]) => string) {
  const ofCall = new Set<string>()
  const headers = new Map<HeaderKind, Set<string>>()
  const options = new Set<string>()
  const sentences = new Set<string>()

  function leftOut(items: Iterable<string>, why: string): string[] {
    const all = [...items]
    return all.length === 0 ? [] : [`Left out: ${list(all)}, ${why}.`]
  }

  const forCall = () => [...ofCall, ...(headers.get('call') ?? [])]

  return {
    say: (sentence: string) => void sentences.add(sentence),
    /** What each API Call has of its own. */
    call: (part: string) => void ofCall.add(part),
    header: (kind: HeaderKind, name: string) =>
      void headers.set(kind, new Set([...(headers.get(kind) ?? []), name])),
    /** An option without a counterpart. */
    option: (name: string) => void options.add(`--${name}`),
    all: (): string[] => [
      ...leftOut(forCall(), forCall().length === 1 ? belongs : belong),
      ...leftOut(headers.get('body') ?? [], 'which an API Call sends with its body'),
      ...leftOut(headers.get('managed') ?? [], 'which Sluice sets itself'),
      ...leftOut(headers.get('browser') ?? [], 'which only browsers send'),
      ...leftOut(options, 'for which an endpoint has no setting'),
      ...sentences,
    ],
  }
}
