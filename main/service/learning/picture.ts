import { AppError } from '#contract/errors.ts'
import { pictureByHash } from '#db/learning/courses.ts'
import { readPicture } from '#domain/learning/picture.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** A picture of a course that is in review, as base64, for who has it open; else null. */
export type PictureInReview = (hash: string, context: CallContext) => Promise<string | null>

/** A picture of the shelf as base64; null while it is not there, an error while there is no shelf. */
function onShelf(hash: string, context: CallContext): string | AppError | null {
  try {
    return context.cache((db) => pictureByHash(db, hash))?.content ?? null
  } catch (error) {
    if (error instanceof AppError && error.code === 'cache.notReady') return error
    throw error
  }
}

/**
 * `learning.picture`: a picture of the shelf, which everybody may see, or one of a course in review, which needs no
 * data of the branch. What a page draws is told by the bytes alone, and what is no picture, or another one than its
 * name says, never reaches one: it is as good as not there.
 */
export function createOpenPicture(inReview: PictureInReview): Handler<'learning.picture'> {
  return async ({ hash }, context) => {
    const held = onShelf(hash, context)
    const content = typeof held === 'string' ? held : await inReview(hash, context)
    if (content === null && held instanceof AppError) throw held
    if (content === null) return { picture: null }
    const bytes = Buffer.from(content, 'base64')
    const facts = readPicture(bytes)
    if (typeof facts === 'string' || sha256Hex(bytes) !== hash) return { picture: null }
    return { picture: { kind: facts.kind, content: bytes.toString('base64') } }
  }
}
