import { ImportError } from './import-error'

/** Reading more would keep the browser busy for long. */
export const maxDocumentBytes = 10_000_000
/** Reading YAML takes many times as long as JSON. */
const maxYamlLength = 2_000_000

/**
 * The value of a JSON or YAML text.
 * @throws ImportError when it is neither
 */
export async function readDocument(text: string): Promise<unknown> {
  if (text.trim() === '') throw new ImportError('Paste or choose an OpenAPI document first.')
  if (text.length > maxDocumentBytes) throw new ImportError('The document is larger than 10 MB.')
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      // YAML knows braces too, and its parser tells where the mistake is.
    }
  }
  if (text.length > maxYamlLength) {
    throw new ImportError(
      'As YAML at most 2 MB can be read. Save the document as JSON, which may have 10 MB.',
    )
  }
  // Only with YAML: the parser is larger than everything else about importing.
  const { parseDocument } = await import('yaml')
  // Looking for keys that are given twice would compare each with all before it.
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: false, merge: true })
  const [error] = document.errors
  if (error) {
    const line = error.linePos?.[0].line
    throw new ImportError(
      `The document is neither JSON nor YAML${line === undefined ? '' : `: line ${line} can’t be read`}.`,
    )
  }
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown
  } catch (error) {
    if (!(error instanceof ReferenceError)) {
      throw new ImportError('The document has a “<<” that doesn’t stand for a map.')
    }
    throw new ImportError('The document refers to parts of itself too often.')
  }
}
