import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { BackupError, fileError } from './backup-error'
import { countLines } from './count-lines'
import { digestBytes, firstLine, formatVersion, lengthDigits, program } from './file-format'
import { type Manifest, manifestSchema } from './manifest'

/** A file that was found whole. */
export type Backup = {
  path: string
  manifest: Manifest
  /** Where its content lies, in bytes: from the first up to, and not with, the second. */
  content: [number, number]
}

/**
 * Reads a backup from its beginning to its end, and believes nothing of it before its sum is right.
 * @throws BackupError `not_a_backup`, `wrong_version`, `damaged` or `file_inaccessible`
 */
export async function readBackup(path: string): Promise<Backup> {
  try {
    const file = await open(path, 'r')
    try {
      return await verify(file, path)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileError(error, 'read', path)
  }
}

async function verify(file: FileHandle, path: string): Promise<Backup> {
  const { size } = await file.stat()
  await checkFirstLine(file, path)
  const end = size - digestBytes
  if (end < firstLine.length + lengthDigits) throw damaged(path)
  const digest = createHash('sha256')
  await pipeline(createReadStream(path, { end: end - 1 }), digest)
  if ((await readText(file, end, digestBytes)) !== `${digest.digest('hex')}\n`) throw damaged(path)

  const length = Number(await readText(file, end - lengthDigits, lengthDigits))
  const start = end - lengthDigits - length
  if (!(start > firstLine.length)) throw damaged(path)
  const manifest = manifestSchema.safeParse(JSON.parse(await readText(file, start, length)))
  if (!manifest.success) throw damaged(path, manifest.error)
  return { path, manifest: manifest.data, content: [firstLine.length, start] }
}

async function checkFirstLine(file: FileHandle, path: string): Promise<void> {
  const beginning = await readText(file, 0, program.length + 10)
  if (!beginning.startsWith(program)) {
    throw new BackupError('not_a_backup', `${path} is not a backup that Sluice made.`)
  }
  if (beginning.startsWith(firstLine)) return
  const [, version] = /^(\d+)\n/.exec(beginning.slice(program.length)) ?? []
  if (version === undefined) throw damaged(path)
  throw new BackupError(
    'wrong_version',
    `${path} is in version ${version} of the format, and this version of Sluice reads ${formatVersion}.`,
  )
}

async function readText(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.toString('utf8', 0, bytesRead)
}

export function damaged(path: string, cause?: unknown): BackupError {
  const message = `${path} is damaged: it was cut off or changed after it was made. Use another copy.`
  return new BackupError('damaged', message, { cause })
}

/** The rows of a backup, to be taken table by table. */
export type Rows = {
  /** The next so many lines. @throws BackupError `damaged` when there are fewer */
  take: (lines: number) => AsyncGenerator<Buffer>
  /** @throws BackupError `damaged` when there are more */
  end: () => Promise<void>
}

export function openRows({ path, content: [start, end] }: Backup): Rows {
  const file = createReadStream(path, { start, end: end - 1 })
  const unzipped = createGunzip()
  // Whoever takes rows hears of it: both streams end with it.
  pipeline(file, unzipped).catch(() => {})
  const chunks = (unzipped as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  async function more(): Promise<boolean> {
    const next = await chunks.next().catch((error: unknown) => {
      throw damaged(path, error)
    })
    if (!next.done) rest = next.value
    return !next.done
  }

  return {
    async *take(lines) {
      for (let missing = lines; missing > 0;) {
        if (rest.length === 0 && !(await more())) throw damaged(path)
        const [taken, found] = firstLines(rest, missing)
        rest = rest.subarray(taken.length)
        missing -= found
        yield taken
      }
    },
    async end() {
      if (rest.length > 0 || (await more())) throw damaged(path)
    },
  }
}

/** At most so many lines of these bytes, whose last may go on in the next. @returns how many end here */
function firstLines(bytes: Buffer, lines: number): [Buffer, number] {
  const found = countLines(bytes)
  if (found < lines) return [bytes, found]
  let end = 0
  for (let line = 0; line < lines; line++) end = bytes.indexOf('\n', end) + 1
  return [bytes.subarray(0, end), lines]
}
