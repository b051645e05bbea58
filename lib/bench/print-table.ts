import type { Table } from './benchmark'

/** As Markdown, with columns that line up in a terminal too. */
export function tableText({ title, columns, rows }: Table): string {
  const lines = [columns, ...rows]
  const widths = columns.map((_, place) => Math.max(...lines.map((line) => line[place]?.length ?? 0)))
  const text = (line: string[]) =>
    `| ${widths.map((width, place) => pad(line[place], width, place)).join(' | ')} |`
  const rule = `| ${widths.map((width, place) => (place === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [title, '', text(columns), rule, ...rows.map(text)].join('\n')
}

function pad(cell = '', width: number, place: number): string {
  return place === 0 ? cell.padEnd(width) : cell.padStart(width)
}

/** Three significant digits, without an exponent. */
export function figure(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)))
  return value.toFixed(Math.min(digits, 3))
}

export function ratio(value: number, baseline: number): string {
  return `${figure(value / baseline)} ×`
}
