import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import { readSettings } from '#head-office/server/settings.ts'

/** Serves the real head office with something of a test between it and its callers, and says that it is ready. */
export async function serveWired(
  wire: (app: FastifyInstance, dataDir: string) => void,
): Promise<void> {
  const { databaseUrl, dataDir, host, port } = readSettings(process.env)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })
  const app = await createHeadOffice({ pool, dataDir, clock: systemClock, logger: silentLogger })
  wire(app, dataDir)
  const url = await app.listen({ host, port })
  process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`)
}
