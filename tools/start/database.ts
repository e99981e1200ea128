import { join } from 'node:path'
import {
  createDatabase,
  dropDatabase,
  hasDatabase,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '#head-office/postgres/embedded.ts'
import { StartFailure } from './failure.ts'
import { appendLog } from './log-file.ts'
import { readRunFile } from './run-file.ts'
import { stateDir } from './state.ts'

/** Folder of the embedded cluster of this clone. */
export const postgresDir = join(stateDir, 'postgres')

/** A PostgreSQL server with the databases of head office. */
export interface DatabaseServer {
  /** Connection string of one of its databases, with password. */
  url(database: string): string
  /** Makes an empty database; false where it exists already. */
  createDatabase(name: string): Promise<boolean>
  /** Whether a database of this name exists. */
  hasDatabase(name: string): Promise<boolean>
  /** Removes a database with everything connected to it. */
  dropDatabase(name: string): Promise<void>
  /** The server's process where we started it ourselves. */
  pid: number | null
  /** Stops what was started here; a server of somebody else goes on. */
  stop(): Promise<void>
}

function foreignServer(adminUrl: string): DatabaseServer {
  return {
    url(database) {
      const url = new URL(adminUrl)
      url.pathname = `/${encodeURIComponent(database)}`
      return url.href
    },
    createDatabase: (name) => createDatabase(adminUrl, name),
    hasDatabase: (name) => hasDatabase(adminUrl, name),
    dropDatabase: (name) => dropDatabase(adminUrl, name),
    pid: null,
    stop: () => Promise.resolve(),
  }
}

/** Starts this clone's embedded PostgreSQL. Throws `PostgresFailure`. */
export async function startOwnServer(): Promise<DatabaseServer> {
  const server: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDir: postgresDir,
    log: appendLog('postgres'),
  })
  return server
}

/** Whether the server is somebody else's, named by `HEAD_OFFICE_DATABASE_URL`. */
export function isForeign(): boolean {
  return Boolean(process.env['HEAD_OFFICE_DATABASE_URL'])
}

/**
 * The database that `HEAD_OFFICE_DATABASE_URL` names, which then holds the demo and need not be
 * made; null where it names none.
 */
export function configuredDatabase(): string | null {
  const configured = process.env['HEAD_OFFICE_DATABASE_URL']
  if (!configured) return null
  if (!URL.canParse(configured)) {
    throw new StartFailure('badOption', { detail: 'HEAD_OFFICE_DATABASE_URL' })
  }
  const name = new URL(configured).pathname.slice(1)
  // It also names folders.
  if (!/^[\w-]*$/.test(name)) throw new StartFailure('badOption', { detail: name })
  return name || null
}

/**
 * The server to work with: the one of `HEAD_OFFICE_DATABASE_URL`, else the one a running
 * `npm start` has opened, else this clone's own, started now. End with `stop` in every case.
 */
export async function openServer(): Promise<DatabaseServer> {
  const configured = process.env['HEAD_OFFICE_DATABASE_URL']
  if (configured) return foreignServer(configured)
  const running = readRunFile()?.postgres
  return running ? foreignServer(running.url) : startOwnServer()
}
