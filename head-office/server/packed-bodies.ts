import { finished } from 'node:stream'
import { constants, createZstdDecompress } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#contract/errors.ts'

/**
 * Largest window a packed body may ask memory for, as a power of two: 2 MiB, which compression
 * levels up to 5 stay within.
 */
const windowLog = 21

/**
 * Unpacks bodies that come as zstd. A route's body limit holds for the unpacked size as well as for
 * the bytes on the line, so a small body cannot become a large one; what is no zstd, or is cut off,
 * is `request.invalid`, another encoding too.
 */
export function unpackBodies(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    const encoding = request.headers['content-encoding']
    if (encoding === undefined || encoding === 'identity') return done(null, payload)
    if (encoding !== 'zstd') return done(new AppError('request.invalid'))
    const unpacked = createZstdDecompress({
      params: { [constants.ZSTD_d_windowLogMax]: windowLog },
    })
    let received = 0
    payload.on('data', (piece: Buffer) => (received += piece.length))
    payload.on('error', (error: Error) => unpacked.destroy(error))
    // Who reads it lets go of it once it is too large; what happens to it then is nobody's error.
    unpacked.on('error', () => {})
    finished(reply.raw, () => unpacked.destroy())
    // Fastify holds both sizes against the route's limit.
    Object.defineProperty(unpacked, 'receivedEncodedLength', { get: () => received })
    done(null, payload.pipe(unpacked))
  })
}
