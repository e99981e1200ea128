import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { maxDeltaRows } from '#contract/sync/protocol.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Logger } from '#platform/log/logger.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { openGrantKeys } from '../keys/grant-keys.ts'
import { openMasterKey } from '../keys/master-key.ts'
import { arrivalRoutes } from '../routes/arrivals.ts'
import { assessmentRoutes } from '../routes/assessment.ts'
import { commandRoutes } from '../routes/commands.ts'
import { deviceRoutes } from '../routes/devices.ts'
import { healthRoutes } from '../routes/health.ts'
import { learningRoutes } from '../routes/learning.ts'
import { ledgerRoutes } from '../routes/ledger.ts'
import { pokeRoutes } from '../routes/poke.ts'
import { riskRoutes } from '../routes/risk.ts'
import { scopeRoutes } from '../routes/scopes.ts'
import { supervisionRoutes } from '../routes/supervision.ts'
import { openChunkStore } from '../scopes/chunk-store.ts'
import { openSnapshotShelf } from '../scopes/snapshot.ts'
import type { HeadOffice, Limits } from './context.ts'
import {
  assessments,
  dayOpening,
  formerLedgers,
  housekeeping,
  ledgerRoots,
  repeat,
  riskNights,
  silences,
} from './repeated-work.ts'
import { createPace } from './pace.ts'
import { pokeLimits, Pokes } from './pokes.ts'
import { unpackBodies } from './packed-bodies.ts'
import { answerError, sendRefusal } from './refusal.ts'

/** What a head office is made of; the caller owns the pool and ends it after closing the app. */
export interface HeadOfficeOptions {
  pool: pg.Pool
  /** Folder of the master key and of snapshot chunks. */
  dataDir: string
  clock: Clock
  logger: Logger
  /** Listens on loopback only; without that a demo database is not served. Default true. */
  loopback?: boolean
  limits?: Partial<Limits>
  tls?: { cert: string; key: string }
}

const defaultLimits: Limits = {
  concurrentRequests: 64,
  maxDeltaRows,
  rowsPerPage: 5_000,
  chunkCharacters: 8_000_000,
  // Ten terminals poll some twenty pages a second at most; a branch that was cut off brings its backlog.
  push: { perSecond: 100, burst: 1_000 },
  pull: { perSecond: 50, burst: 500 },
  // A region books some hundred a second at its busiest; core banking catches up after an outage.
  feed: { perSecond: 500, burst: 5_000 },
  // Records of a branch's PCs: some thousands a day, and those of a week after an outage.
  ledger: { perSecond: 200, burst: 5_000 },
  arrivals: { calmPerMinute: 3_000, perSecond: 20 },
  poke: pokeLimits,
}

const bodyLimit = 64 * 1024

/** Tells requests beyond the limit to come back, instead of letting all of them time out. */
function admit(app: FastifyInstance, office: HeadOffice): void {
  const { atWork, limits } = office
  app.addHook('onRequest', (_request, reply, done) => {
    atWork.add(reply.raw)
    reply.raw.once('close', () => atWork.delete(reply.raw))
    done(atWork.size > limits.concurrentRequests ? new AppError('headOffice.busy') : undefined)
  })
}

function logRequests(app: FastifyInstance, office: HeadOffice): void {
  app.addHook('onResponse', (request, reply, done) => {
    office.logger.log('debug', 'request', {
      route: `${request.method} ${request.routeOptions.url ?? '-'}`,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
    done()
  })
}

/**
 * Replies that were under way when closing began end their connection, also those whose headers had
 * gone before, and connections over which
 * nothing was ever asked are cut. Otherwise closing would wait until they time out, more than a
 * minute later.
 */
function endConnectionsOnClose(app: FastifyInstance, opened: 'connection' | 'secureConnection') {
  let closing = false
  const silent = new Set<Socket>()
  app.server.on(opened, (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    silent.delete(socket)
    response.once('finish', () => {
      if (closing) socket.destroySoon()
    })
  })
  app.addHook('preClose', (done) => {
    closing = true
    silent.forEach((socket) => socket.destroy())
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close')
    done()
  })
}

/**
 * Head office as a Fastify instance, ready to listen; hooks may still be added. The database must
 * be migrated and have its info row. Every reply, also a refusal, carries the epoch.
 */
export async function createHeadOffice(options: HeadOfficeOptions): Promise<FastifyInstance> {
  const { pool, dataDir, clock, logger } = options
  const info = await readDatabaseInfo(pool)
  if (!info) throw new Error('the database has no info row: initialise it first')
  const loopback = options.loopback ?? true
  if (info.demo && !loopback) throw new Error('a demo database is served on loopback only')
  const master = await openMasterKey(dataDir)
  const limits = { ...defaultLimits, ...options.limits }
  const office: HeadOffice = {
    pool,
    dataDir,
    clock,
    logger,
    master,
    grantKeys: await openGrantKeys(pool, master, clock.now()),
    limits,
    pace: createPace(limits, clock),
    pokes: new Pokes({ pool, clock, logger, limits: limits.poke, random: Math.random }),
    atWork: new Set(),
    loopback,
    life: { epoch: info.epoch },
  }
  const store = await openChunkStore(dataDir, info.epoch)

  const app: FastifyInstance = Fastify({
    bodyLimit,
    logger: false,
    requestTimeout: 60_000,
    // Both would answer without an epoch.
    return503OnClosing: false,
    frameworkErrors: (error, _request, reply) => {
      void answerError(office, reply, '-', error)
    },
    ...(options.tls && { https: options.tls }),
  })
  app.setErrorHandler((error: FastifyError | Error, request, reply) =>
    answerError(office, reply, request.routeOptions.url ?? '-', error),
  )
  app.setNotFoundHandler((_request, reply) =>
    sendRefusal(office, reply, new AppError('request.invalid')),
  )
  admit(app, office)
  unpackBodies(app)
  logRequests(app, office)
  endConnectionsOnClose(app, options.tls ? 'secureConnection' : 'connection')
  repeat(app, office, housekeeping(office, store))
  repeat(app, office, dayOpening(office))
  repeat(app, office, riskNights(office))
  repeat(app, office, ledgerRoots(office))
  repeat(app, office, assessments(office))
  repeat(app, office, formerLedgers(office))
  repeat(app, office, silences(office))
  healthRoutes(app, office)
  deviceRoutes(app, office)
  scopeRoutes(app, office, openSnapshotShelf(office, store), store)
  commandRoutes(app, office)
  pokeRoutes(app, office)
  supervisionRoutes(app, office)
  assessmentRoutes(app, office)
  riskRoutes(app, office)
  learningRoutes(app, office)
  arrivalRoutes(app, office)
  ledgerRoutes(app, office)
  app.addHook('preClose', (done) => {
    office.pokes.close()
    done()
  })
  return app
}
