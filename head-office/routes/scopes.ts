import { createReadStream } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import { digestRequestSchema, maxDigestBytes } from '#contract/sync/digest.ts'
import { rowsMediaType } from '#contract/sync/protocol.ts'
import { readChanges } from '../scopes/changes.ts'
import { type ChunkStore, compressText } from '../scopes/chunk-store.ts'
import { compareDigest } from '../scopes/digest.ts'
import { noteDivergence } from '../scopes/divergence.ts'
import { mayFetchChunk, type SnapshotShelf } from '../scopes/snapshot.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'
import { scopeOf } from '../server/scope-of.ts'
import { byteRange } from './byte-range.ts'

const scopeParameters = z.object({ scope: z.string().max(64) })
const changesParameters = z.object({
  cursor: z.string().max(400).optional(),
  asked: z.string().max(40).default(''),
  maxBytes: z.coerce.number().int().min(1_000).max(1_000_000).default(1_000_000),
})
const chunkParameters = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })

/** About how many bytes of JSON a row takes, for turning `maxBytes` into rows. */
const bytesPerRow = 200

/** Rows travel as zstd where the terminal accepts their media type, as plain JSON elsewhere. */
async function sendRows(reply: FastifyReply, accept: string | undefined, body: unknown) {
  if (!accept?.includes(rowsMediaType)) return reply.send(body)
  return reply.type(rowsMediaType).send(await compressText(JSON.stringify(body)))
}

/** Changes, snapshots and chunks of the scopes a device may see. */
export function scopeRoutes(
  app: FastifyInstance,
  office: HeadOffice,
  shelf: SnapshotShelf,
  store: ChunkStore,
): void {
  app.get('/v1/scopes/:scope/changes', async (request, reply) => {
    const session = await deviceOf(office, request, 'pull')
    const { scope } = parseInput(scopeParameters, request.params)
    office.pace.admit('pull', session.branchId, 1)
    const { cursor, asked, maxBytes } = parseInput(changesParameters, request.query)
    const changes = await readChanges(office.pool, {
      branchId: await scopeOf(office, session, scope),
      cursor,
      asked,
      epoch: session.epoch,
      businessDate: session.businessDate,
      pageRows: Math.min(office.limits.rowsPerPage, Math.ceil(maxBytes / bytesPerRow)),
      maxDeltaRows: office.limits.maxDeltaRows,
    })
    return sendRows(reply, request.headers.accept, changes)
  })

  app.post('/v1/scopes/:scope/digest', { bodyLimit: maxDigestBytes }, async (request, reply) => {
    const session = await deviceOf(office, request, 'pull')
    const { scope } = parseInput(scopeParameters, request.params)
    const digest = await compareDigest(office.pool, {
      ...parseInput(digestRequestSchema, request.body),
      branchId: await scopeOf(office, session, scope),
      epoch: session.epoch,
      maxDeltaRows: office.limits.maxDeltaRows,
    })
    if (digest.repairs.length > 0) await noteDivergence(office, session, digest)
    return sendRows(reply, request.headers.accept, digest)
  })

  app.get('/v1/scopes/:scope/snapshot', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    const { scope } = parseInput(scopeParameters, request.params)
    const branchId = await scopeOf(office, session, scope)
    return shelf.take(branchId, session.epoch, session.businessDate)
  })

  app.get('/v1/chunks/:sha256', async (request, reply) => {
    const session = await deviceOf(office, request, 'pull')
    const { sha256 } = parseInput(chunkParameters, request.params)
    const own = await mayFetchChunk(office.pool, session.branchId, sha256)
    const size = await store.size(sha256)
    // Another branch's, or one of a snapshot that has just been forgotten.
    if (!own && size !== null) {
      office.logger.log('warn', 'chunk.refused', { deviceId: session.deviceId })
    }
    if (!own || size === null) throw new AppError('cursor.stale')
    const range = byteRange(request.headers.range, size)
    if (range === 'unsatisfiable') {
      return reply.status(416).header('content-range', `bytes */${size}`).send()
    }
    const { start, end } = range ?? { start: 0, end: size - 1 }
    if (range) {
      void reply.status(206).header('content-range', `bytes ${start}-${end}/${size}`)
    }
    return reply
      .type(rowsMediaType)
      .header('etag', `"${sha256}"`)
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, max-age=604800, immutable')
      .header('content-length', end - start + 1)
      .send(createReadStream(store.path(sha256), { start, end }))
  })
}
