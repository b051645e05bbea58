import { customType } from 'drizzle-orm/pg-core'

/**
 * JSON that Postgres keeps as it was written. Taking a document apart for `jsonb` and putting it together
 * again costs more than the rest of storing it, and few queries look into it: those say `::jsonb`.
 */
export const jsonText = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (text) => JSON.parse(text) as unknown,
  toDriver: (value) => JSON.stringify(value),
})
