import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Our source files below folders of the repository, without tests. Paths start at the repository. */
export function sourceFiles(folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  )
}
