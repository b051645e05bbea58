/**
 * JSON text with line breaks and two spaces a level, or `null` when it is not JSON. It moves white
 * space only, so numbers keep every digit, which parsing and printing would not.
 */
export function prettyJson(text: string): string | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  const lines: string[] = []
  let depth = 0
  const breakLine = () => lines.push(`\n${'  '.repeat(depth)}`)
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (/^[{[]\s*[}\]]$/.test(token)) lines.push(token.replace(/\s/g, ''))
    else if (token === '{' || token === '[') {
      depth++
      lines.push(token)
      breakLine()
    } else if (token === '}' || token === ']') {
      depth--
      breakLine()
      lines.push(token)
    } else if (token === ',') {
      lines.push(token)
      breakLine()
    } else lines.push(token === ':' ? ': ' : token)
  }
  return lines.join('')
}
