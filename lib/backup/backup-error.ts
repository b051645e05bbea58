/** Why a backup can't be made or used. A closed list. */
export type BackupErrorCode =
  /** The file is of another program. */
  | 'not_a_backup'
  /** It is of ours, and cut off or changed. */
  | 'damaged'
  /** Made by, or of, another version than this one can handle. */
  | 'wrong_version'
  /** The database has nothing to back up. */
  | 'empty'
  /** The database has something that would be lost. */
  | 'not_empty'
  | 'file_exists'
  /** The file or its folder can't be read, or written. */
  | 'file_inaccessible'
  | 'no_space'
  /** Somebody else uses the tables and doesn't let go. */
  | 'busy'

/** A backup that can't be made or restored. Nothing was changed; the message is for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError'

  constructor(
    readonly code: BackupErrorCode,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, options)
  }
}

const inWords: Record<string, { code: BackupErrorCode; reason: string }> = {
  ENOENT: { code: 'file_inaccessible', reason: 'there is no such file or folder' },
  ENOTDIR: { code: 'file_inaccessible', reason: 'a part of the path is not a folder' },
  EISDIR: { code: 'file_inaccessible', reason: 'it is a folder' },
  ESPIPE: { code: 'file_inaccessible', reason: 'it is a pipe, and has to be a file' },
  EACCES: { code: 'file_inaccessible', reason: 'this user may not' },
  EPERM: { code: 'file_inaccessible', reason: 'this user may not' },
  EROFS: { code: 'file_inaccessible', reason: 'the file system is read-only' },
  ENOSPC: { code: 'no_space', reason: 'there is no space left on the disk' },
  EDQUOT: { code: 'no_space', reason: 'the user’s share of the disk is used up' },
  EFBIG: { code: 'no_space', reason: 'the file would be larger than is allowed' },
}

/** An error of the file system in an operator's words; any other as it is. */
export function fileError(error: unknown, doing: 'read' | 'write', path: string): unknown {
  const known = error instanceof Error && 'code' in error ? inWords[String(error.code)] : undefined
  if (!known) return error
  const message = `The backup ${path} can’t be ${doing === 'read' ? 'read' : 'written'}: ${known.reason}.`
  return new BackupError(known.code, message, { cause: error })
}
