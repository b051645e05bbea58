import pg from 'pg'

/** Does `work` on a connection of the database's owner. */
export async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'sluice admin', keepAlive: true })
  client.on('error', () => {}) // the query that is running then fails with it
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
