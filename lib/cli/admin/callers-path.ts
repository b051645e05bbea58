import { resolve } from 'node:path'

/** A path as the caller means it: commands run in the project's folder, npm knows where it was called. */
export function callersPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? '', path)
}
