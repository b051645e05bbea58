/** The cells of a CSV file as RFC 4180 has it, line by line. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length;) {
    const cell = /^(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^",\r\n]*))(?<end>,|\r\n)/.exec(text.slice(at))
    if (!cell?.groups) throw new Error(`No CSV from character ${at} on.`)
    const { quoted, plain = '', end } = cell.groups
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    at += cell[0].length
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
