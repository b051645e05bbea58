const lineFeed = 0x0a

/** How many lines end in these bytes. COPY writes one a row, and a line feed in a value as an escape. */
export function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count++
  return count
}
