import { derivedForms, looseForms, minFolded, witnessesOf } from './derived-forms'
import {
  createFinder,
  createFoldedSearch,
  createLooseFinder,
  foldedWidth,
  foldText,
  joinSpans,
  type Span,
} from './find-all'
import { decodedBase64, unescaped } from './layers'

/** Shorter texts occur by chance too often; masking them would garble everything. */
const minLength = 4
/** How many encodings around each other are undone. */
const maxLayers = 3

/**
 * Finds secrets in a text, or in bytes written one character each. Looks for
 * - the secrets and their usual encodings, exactly;
 * - long ones and their encodings by letters and digits alone, so that case, line breaks and separators
 *   hide nothing;
 * - both again below up to three layers of escapes and base64, which may hold more than the secret.
 * @returns null when no secret is long enough to be looked for
 */
export function createSecretFinder(secrets: string[]): ((text: string) => Span[]) | null {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= minLength)
  if (known.length === 0) return null
  const shortest = Math.min(...known.map((secret) => secret.length))
  const witnesses = known.map((secret) => witnessesOf(secret, foldedWidth))
  // No form has fewer characters: loose ones have `minFolded`, exact ones those of the secret, unless it has
  // several spellings.
  const least = Math.min(minFolded, ...known.map(({ length }, at) => (witnesses[at] ? length : minLength)))
  const mayHold = createGlance(witnesses)
  let search: Search | null = null

  function find(text: string, layers: number): Span[] {
    if (text.length < least) return []
    const found: Span[][] = []
    if (mayHold(text)) {
      search ??= createSearch(known)
      found.push(search(text, layers === maxLayers))
    }
    if (layers === 0 || !isReadable(text)) return joinSpans(found)
    for (const layer of [unescaped(text), decodedBase64(text, shortest)]) {
      if (layer) found.push(find(layer.text, layers - 1).map(layer.sourceOf))
    }
    return joinSpans(found)
  }
  return (text) => find(text, maxLayers)
}

/**
 * Whether a text could have a secret at its outermost layer; false is certain. Nearly all texts have none,
 * and then the search, which is dear to prepare, is never made. It may not be kept for the next run either:
 * whoever has it has the secrets.
 */
function createGlance(witnesses: (string[] | null)[]): (text: string) => boolean {
  const all = witnesses.flatMap((some) => some ?? [])
  return witnesses.includes(null) ? () => true : createFoldedSearch(all)
}

type Search = (text: string, isOutermost: boolean) => Span[]

function createSearch(secrets: string[]): Search {
  const forms = secrets.flatMap(derivedForms).filter((form) => form.length >= minLength)
  // Among bytes a character outside ASCII is its UTF-8 bytes.
  const asBytes = forms.map((form) => Buffer.from(form, 'utf8').toString('latin1'))
  const findExact = createFinder([...new Set([...forms, ...asBytes])])
  const loose = [...new Set(secrets.flatMap(looseForms))]
  const findLoose = loose.length === 0 ? null : createLooseFinder(loose)
  const allAreLong = secrets.every((secret) => foldText(secret).length >= minFolded)
  return (text, isOutermost) => {
    const found = findLoose ? findLoose(text) : []
    // Where the loose search would do, it still leaves the punctuation at a secret's ends.
    const isNeeded = isOutermost || !allAreLong || found.length > 0
    return isNeeded ? joinSpans([found, findExact(text)]) : found
  }
}

/** Noise, such as most base64 decodes to, has no further layers that are worth the time. */
function isReadable(text: string): boolean {
  const sample = text.slice(0, 1_000)
  if (!odd.test(sample)) return true
  return sample.replace(notOdd, '').length * 4 <= sample.length
}

// oxlint-disable-next-line no-control-regex -- control characters are what is counted
const odd = /[\u0001-\u0008\u000e-\u001f\u007f-\u00ff]/
// oxlint-disable-next-line no-control-regex -- the same
const notOdd = /[^\u0001-\u0008\u000e-\u001f\u007f-\u00ff]+/g
