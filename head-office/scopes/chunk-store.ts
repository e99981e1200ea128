import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { randomKey } from '#platform/crypto/hash.ts'

const compress = promisify(zstdCompress)
const level = 3

/** zstd of a text, as rows travel. */
export function compressText(text: string): Promise<Buffer> {
  return compress(text, { params: { [constants.ZSTD_c_compressionLevel]: level } })
}

/** Immutable files named after the SHA-256 of their bytes, apart for each epoch. */
export interface ChunkStore {
  /** Writes bytes (once, whole or not at all) and returns their address. */
  put(bytes: Buffer): Promise<string>
  path(sha256: string): string
  /** Size in bytes; null where there is no such chunk. */
  size(sha256: string): Promise<number | null>
  /** Removes chunks that `keep` does not name and that are older than `before` (ms). */
  sweep(keep: ReadonlySet<string>, before: number): Promise<number>
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.${randomKey(6).toString('hex')}.part`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}

/** Opens (and makes) the chunk folder of an epoch inside the data folder. */
export async function openChunkStore(dataDir: string, epoch: string): Promise<ChunkStore> {
  const folder = join(dataDir, 'chunks', epoch)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = (sha256: string) => join(folder, `${sha256}.zst`)
  const size = async (sha256: string) => {
    try {
      return (await stat(path(sha256))).size
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }
  return {
    path,
    size,
    async put(bytes) {
      const address = sha256Hex(bytes)
      // A chunk that is there counts as new, so that a sweep beside us leaves it alone.
      if ((await size(address)) === bytes.length)
        await utimes(path(address), new Date(), new Date())
      else await writeWhole(path(address), bytes)
      return address
    },
    async sweep(keep, before) {
      let removed = 0
      for (const name of await readdir(folder)) {
        if (keep.has(name.replace('.zst', ''))) continue
        const file = join(folder, name)
        if ((await stat(file)).mtimeMs >= before) continue
        await rm(file, { force: true })
        removed += 1
      }
      return removed
    },
  }
}
