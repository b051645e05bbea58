type Parsed = { ok: true; body: unknown } | { ok: false; message: string }

/** What somebody pasted, as the body of an answer. */
export function parseSample(text: string): Parsed {
  if (text.trim() === '') return { ok: false, message: 'Paste what the API answers.' }
  try {
    return { ok: true, body: JSON.parse(text) as unknown }
  } catch (error) {
    const why = error instanceof Error ? ` ${error.message}.` : ''
    return { ok: false, message: `This is not JSON.${why} Text needs quotes around it.` }
  }
}
