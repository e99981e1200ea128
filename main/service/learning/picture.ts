import { pictureByHash } from '#db/learning/courses.ts'
import { readPicture } from '#domain/learning/picture.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** A picture that stands on no shelf yet, as base64, for who has its course before him or her; else null. */
export type PictureInReview = (hash: string, context: CallContext) => Promise<string | null>

/**
 * `learning.picture`: a picture of the shelf, which everybody may see, or one of a course in review. What a page draws
 * is told by the bytes alone, and what is no picture, or another one than its name says, never reaches one: it is as
 * good as not there.
 */
export function createOpenPicture(inReview: PictureInReview): Handler<'learning.picture'> {
  return async ({ hash }, context) => {
    const held = context.cache((db) => pictureByHash(db, hash))?.content
    const content = held ?? (await inReview(hash, context))
    if (content === null) return { picture: null }
    const bytes = Buffer.from(content, 'base64')
    const facts = readPicture(bytes)
    if (typeof facts === 'string' || sha256Hex(bytes) !== hash) return { picture: null }
    return { picture: { kind: facts.kind, content: bytes.toString('base64') } }
  }
}
