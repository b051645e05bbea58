import { z } from 'zod'
import { migrationSchema } from '@/db/applied-migrations'

/** What a backup says of itself, in clear at its end. */
export const manifestSchema = z.strictObject({
  /** When its snapshot was taken, by the database's clock. */
  createdAt: z.iso.datetime({ offset: true }),
  /** The migrations that its database had, oldest first. */
  migrations: z.array(migrationSchema).min(1),
  /** Whether `--without-runs` left the runs out. */
  withoutRuns: z.boolean(),
  /** Its tables in the order of its content, which is the lines that Postgres's COPY makes of their rows. */
  tables: z.array(
    z.strictObject({ name: z.string(), columns: z.array(z.string()).min(1), rows: z.number().int().min(0) }),
  ),
})
export type Manifest = z.infer<typeof manifestSchema>
