import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#contract/errors.ts'

const isFull = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOSPC'

/**
 * Writes a file whole or not at all, readable by its owner alone. `name` is made by the program and
 * never by a person. Throws `storage.full` or `export.notWritten`.
 */
export function writeWhole(folder: string, name: string, content: Uint8Array): string {
  const path = join(folder, name)
  const part = `${path}.part`
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(part, content, { mode: 0o600, flag: 'wx' })
    renameSync(part, path)
    return path
  } catch (error) {
    rmSync(part, { force: true })
    throw new AppError(isFull(error) ? 'storage.full' : 'export.notWritten', { folder })
  }
}
