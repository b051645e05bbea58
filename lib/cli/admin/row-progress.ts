const everyMs = 2_000

/**
 * Says on standard error how far a long work is, from time to time. What is quick says nothing, so that
 * programs find there what went wrong and nothing else.
 */
export function rowProgress(doing: string): (table: string, rows: number) => void {
  let saidAt = Date.now()
  return (table, rows) => {
    if (Date.now() - saidAt < everyMs) return
    saidAt = Date.now()
    console.error(`${doing} ${table}: ${rows.toLocaleString('en')} rows…`)
  }
}
