import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { Picture } from '#domain/learning/course.ts'
import { pictureLimits, readPicture } from '#domain/learning/picture.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/** A picture as head office keeps it. */
export interface KeptPicture {
  /** SHA-256 of its bytes, hex. */
  hash: string
  bytes: Buffer
}

/**
 * Keeps files of pictures, each once for ever. Throws `request.invalid` where one is no picture; who brings
 * it is told more by `npm run learning`.
 */
export async function keepPictures(
  client: pg.ClientBase,
  files: readonly Uint8Array[],
  nowMs: number,
): Promise<void> {
  for (const bytes of files) {
    if (typeof readPicture(bytes) === 'string') {
      throw new AppError('request.invalid', { field: 'picture' })
    }
    await client.query(
      `insert into authored_picture (hash, bytes, brought_at) values ($1, $2, $3)
       on conflict (hash) do nothing`,
      [sha256Hex(bytes), Buffer.from(bytes), new Date(nowMs)],
    )
  }
}

/** The pictures of these names that head office has. */
export async function picturesNamed(
  db: pg.Pool | pg.ClientBase,
  named: readonly Pick<Picture, 'hash'>[],
): Promise<KeptPicture[]> {
  const { rows } = await db.query<KeptPicture>(
    'select hash, bytes from authored_picture where hash = any($1) order by hash',
    [named.map(({ hash }) => hash)],
  )
  return rows
}

/**
 * Whether the pictures a course names are there, measure what it says and fit together into
 * {@link pictureLimits}; throws `request.invalid` otherwise.
 */
export async function checkPictures(
  client: pg.ClientBase,
  named: readonly Picture[],
): Promise<void> {
  const kept = new Map((await picturesNamed(client, named)).map((one) => [one.hash, one.bytes]))
  let sum = 0
  for (const { hash, width, height } of named) {
    const bytes = kept.get(hash)
    const facts = bytes && readPicture(bytes)
    sum += bytes?.length ?? 0
    const same = typeof facts === 'object' && facts.width === width && facts.height === height
    if (!same || sum > pictureLimits.courseBytes) {
      throw new AppError('request.invalid', { field: 'picture' })
    }
  }
}
