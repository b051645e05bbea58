import { isUniqueViolation } from '@/db/errors'
import { invalidField } from '@/lib/errors'

/** Runs a write; two endpoints of one name are refused by the database and told of on the field. */
export async function refusingTakenNames<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isUniqueViolation(error, 'endpoints_name')) throw error
    throw invalidField('name', `An endpoint named “${name}” already exists.`)
  }
}
