/** What makes spreadsheets take a cell for a formula, which may call programs and send the sheet away. */
const formulaStart = /^[=+\-@\t\r\n]/

/**
 * A line of a CSV file (RFC 4180). A cell that a spreadsheet would compute gets an apostrophe in front, which
 * makes it text there; programs that read the file find it in the value.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
