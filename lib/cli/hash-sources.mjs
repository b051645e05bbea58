import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A hash over names and contents of files.
 * @param {readonly string[]} sources files, and directories with all that is below them; what isn't there counts as empty
 * @param {(file: string) => boolean} counts whether a file below a directory is one of them
 * @returns {string}
 */
export function hashSources(sources, counts) {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(source, counts))
      hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} path
 * @param {(file: string) => boolean} counts
 */
function filesOf(path, counts) {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return []
  if (entry.isFile()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).replaceAll('\\', '/'))
    .filter(counts)
    .sort()
}
