import type { FastifyInstance } from 'fastify'
import { readDatabaseInfo } from '../database/info.ts'
import type { HeadOffice } from '../server/context.ts'

/** For whoever watches the server: answers only when the database does. */
export function healthRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.get('/healthz', async () => {
    const info = await readDatabaseInfo(office.pool)
    if (info) office.life.epoch = info.epoch
    return { epoch: office.life.epoch, ok: info !== null }
  })
}
