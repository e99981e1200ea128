import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { ensureCluster, superuser } from './cluster.ts'
import { PostgresFailure } from './failure.ts'
import { place, type Placement } from './placement.ts'
import {
  freePort,
  launchServer,
  stopServer,
  takeOver,
  type RunningServer,
  type ServerSettings,
} from './server.ts'

/** What {@link startEmbeddedPostgres} needs to know. */
export interface EmbeddedOptions {
  /** Folder of the cluster, made on first use. As root it may really lie elsewhere. */
  dataDir: string
  /** TCP port on 127.0.0.1; without it any free one. */
  port?: number
  /** Receives the server's log, line by line. */
  log?: (line: string) => void
  /** False gives up safety in a power cut for speed (`fsync=off`); for tests only. Default true. */
  durable?: boolean
  /** Further settings of the server, by their names in `postgresql.conf`. */
  settings?: ServerSettings
  /** Where data and programs go when root's clone is closed to the database account. */
  shelter?: string
}

/** A running PostgreSQL of our own, reachable on 127.0.0.1 with a password only. */
export interface EmbeddedPostgres {
  port: number
  pid: number
  /** Where the files really lie. */
  folder: string
  /** Connection string of one database of this cluster, with password. */
  url(database: string): string
  /** Makes an empty database; false where it exists already. */
  createDatabase(name: string): Promise<boolean>
  /** Whether a database of this name exists. */
  hasDatabase(name: string): Promise<boolean>
  /** Removes a database with everything connected to it; nothing happens where there is none. */
  dropDatabase(name: string): Promise<void>
  /** Ends all sessions and stops the server; safe to call twice. */
  stop(): Promise<void>
}

const attempts = 10

async function launch(
  placement: Placement,
  options: EmbeddedOptions,
): Promise<{ server: RunningServer; port: number }> {
  const settings = {
    ...(options.durable === false ? { fsync: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort())
    try {
      const server = await launchServer(placement, port, settings, options.log ?? (() => {}))
      return { server, port }
    } catch (error) {
      if (!(error instanceof PostgresFailure) || attempt === attempts) throw error
      if (error.code === 'portTaken' && options.port !== undefined) {
        throw new PostgresFailure('portTaken', String(port))
      }
      // A free port was taken between our look and the server's, or children of a killed server
      // are still letting go of its memory: both pass.
      if (error.code !== 'portTaken' && error.code !== 'inUse') throw error
      if (error.code === 'inUse') await pause(500)
    }
  }
}

/** Maps what the file system refused to the failure a person can act on. */
function asFailure(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return new PostgresFailure('diskFull', path)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new PostgresFailure('noPermission', path)
  }
  return error
}

/**
 * Starts the PostgreSQL that comes with the packages; makes its cluster on first use, and recovers
 * one whose former owner was killed (a server left running is stopped first). Throws
 * {@link PostgresFailure}.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  try {
    const placement = await place(options.dataDir, options.shelter)
    await takeOver(placement)
    const password = await ensureCluster(placement, options.durable !== false)
    const { server, port } = await launch(placement, options)
    const url = (database: string): string =>
      `postgres://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
    return {
      port,
      pid: server.pid,
      folder: placement.folder,
      url,
      createDatabase: (name) => createDatabase(url('postgres'), name),
      hasDatabase: (name) => hasDatabase(url('postgres'), name),
      dropDatabase: (name) => dropDatabase(url('postgres'), name),
      async stop() {
        await stopServer(placement)
        await server.ended
      },
    }
  } catch (error) {
    throw asFailure(error, resolve(options.dataDir))
  }
}

async function asOwner<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const found = await client.query('select from pg_database where datname = $1', [name])
  return found.rowCount === 1
}

/** Whether a database exists, asked over a connection to another one. */
export async function hasDatabase(adminUrl: string, name: string): Promise<boolean> {
  return asOwner(adminUrl, (client) => exists(client, name))
}

/** Makes an empty database over a connection to another one; false where it exists already. */
export async function createDatabase(adminUrl: string, name: string): Promise<boolean> {
  return asOwner(adminUrl, async (client) => {
    if (await exists(client, name)) return false
    try {
      await client.query(`create database ${client.escapeIdentifier(name)}`)
      return true
    } catch (error) {
      // 42P04 duplicate_database; 23505 when two ask at the same moment.
      if (['42P04', '23505'].includes((error as { code?: string }).code ?? '')) return false
      throw error
    }
  })
}

/** Removes a database and ends its sessions; nothing happens where there is none. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asOwner(adminUrl, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  )
}
