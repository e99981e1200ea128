import { PassThrough } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import { longestPokeMs, pokeHeadsSchema, type PokeReply } from '#contract/sync/poke.ts'
import { deviceTokenHeader } from '#contract/sync/protocol.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { readHeads } from '../scopes/heads.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'
import { Pokes } from '../server/pokes.ts'
import { scopeOf } from '../server/scope-of.ts'

const pokeParameters = z.object({
  heads: z.string().max(1_000).default('{}'),
  waitMs: z.coerce.number().int().min(0).max(longestPokeMs).default(longestPokeMs),
})

function headsOf(text: string): Record<string, number> {
  try {
    return parseInput(pokeHeadsSchema, JSON.parse(text))
  } catch {
    throw new AppError('request.invalid')
  }
}

/**
 * The long-poll of scope heads. It is held as a reply that has begun: white space comes now and then
 * in front of the JSON. While it is held it does not count as a request at work.
 */
export function pokeRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.get('/v1/poke', async (request, reply) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    const { heads: text, waitMs } = parseInput(pokeParameters, request.query)
    const heads = new Map<string, number>()
    for (const [scope, head] of Object.entries(headsOf(text))) {
      heads.set(await scopeOf(office, session, scope), head)
    }
    void reply.type('application/json').header('cache-control', 'no-store')
    if (waitMs === 0) {
      const { versions } = await readHeads(office.pool, [...heads.keys()])
      return Pokes.atOnce(session.epoch, heads, versions)
    }
    const body = new PassThrough()
    const { raw } = reply
    body.write('\n')
    office.atWork.delete(raw)
    const takeBack = office.pokes.wait({
      deviceId: session.deviceId,
      tokenHash: sha256Hex(String(request.headers[deviceTokenHeader])),
      epoch: session.epoch,
      heads,
      waitMs,
      beat: () => void body.write(' '),
      answer: (answer: PokeReply) => void body.end(JSON.stringify(answer)),
    })
    raw.once('close', takeBack)
    return reply.send(body)
  })
}
