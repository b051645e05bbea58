/** Whether a text is JSON, of any type. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * Rewrites the strings (with their quotes), numbers and literals of a JSON text, and nothing between
 * them. The text must be valid JSON.
 */
export function mapScalars(text: string, rewrite: (token: string) => string): string {
  let result = ''
  let place = 0
  while (place < text.length) {
    const start = place
    if (text[place] === '"') place = endOfString(text, place)
    else if (isBetween(text[place])) place += 1
    else while (place < text.length && !isBetween(text[place])) place += 1
    const token = text.slice(start, place)
    result += isBetween(token) ? token : rewrite(token)
  }
  return result
}

function isBetween(character: string | undefined): boolean {
  return character !== undefined && character.length === 1 && '{}[]:, \t\r\n'.includes(character)
}

function endOfString(text: string, start: number): number {
  let place = start + 1
  while (place < text.length && text[place] !== '"') place += text[place] === '\\' ? 2 : 1
  return place + 1
}
