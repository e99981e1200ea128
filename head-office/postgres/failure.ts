/**
 * Why the embedded PostgreSQL cannot serve: `binariesMissing` (set-up not run or system not
 * supported), `inUse` (another process serves this folder), `noSystemUser` (root, and no ordinary user could be found or made), `portTaken`,
 * `diskFull`, `noPermission`, `startFailed` (anything else; the message quotes the server).
 */
export type PostgresFailureCode =
  | 'binariesMissing'
  | 'inUse'
  | 'noSystemUser'
  | 'portTaken'
  | 'diskFull'
  | 'noPermission'
  | 'startFailed'

/** An expected failure of the embedded PostgreSQL; `detail` is a path, a port, a process or the server's words. */
export class PostgresFailure extends Error {
  readonly code: PostgresFailureCode
  readonly detail: string

  constructor(code: PostgresFailureCode, detail: string) {
    super(`embedded PostgreSQL: ${code}: ${detail}`)
    this.name = 'PostgresFailure'
    this.code = code
    this.detail = detail
  }
}

/** Finds the cause in what initdb or the server wrote. `path` is where it wanted to write. */
export function failureFromOutput(output: string, path: string): PostgresFailure {
  if (/No space left on device|Disk quota exceeded|Check free disk space/i.test(output)) {
    return new PostgresFailure('diskFull', path)
  }
  if (/Address already in use|could not bind/i.test(output)) {
    return new PostgresFailure('portTaken', output)
  }
  if (/pre-existing shared memory block|lock file .* already exists/i.test(output)) {
    return new PostgresFailure('inUse', output)
  }
  if (/Permission denied|Operation not permitted|Read-only file system/i.test(output)) {
    return new PostgresFailure('noPermission', path)
  }
  return new PostgresFailure('startFailed', output.trim().split('\n').slice(-6).join('\n'))
}
