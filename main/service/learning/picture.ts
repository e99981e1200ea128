import { pictureByHash } from '#db/learning/courses.ts'
import { readPicture } from '#domain/learning/picture.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/**
 * `learning.picture`: a picture of the shelf, which everybody may see. What a page draws is told by the bytes alone, and
 * what is no picture, or another one than its name says, never reaches one: it is as good as not there.
 */
export const openPicture: Handler<'learning.picture'> = ({ hash }, context) => {
  const row = context.cache((db) => pictureByHash(db, hash))
  if (!row) return { picture: null }
  const bytes = Buffer.from(row.content, 'base64')
  const facts = readPicture(bytes)
  if (typeof facts === 'string' || sha256Hex(bytes) !== hash) return { picture: null }
  return { picture: { kind: facts.kind, content: bytes.toString('base64') } }
}
