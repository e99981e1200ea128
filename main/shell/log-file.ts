import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

const rotateBytes = 5_000_000

/** Opens `<folder>/<name>.log` for appending; one older file is kept once it has grown past 5 MB. */
export function openLogFile(folder: string, name: string): WriteStream {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.log`)
  try {
    if (statSync(file).size > rotateBytes) renameSync(file, join(folder, `${name}.1.log`))
  } catch {
    // The first start has no file yet.
  }
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  // A full disk must not take the window down: what cannot be logged is lost.
  stream.on('error', () => {})
  return stream
}
