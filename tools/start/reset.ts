import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseServer } from './database.ts'
import { stateDir } from './state.ts'

/** Folders that hold a database's data outside PostgreSQL: head office's chunks, its terminals. */
export function foldersOf(database: string): string[] {
  const terminals = join(stateDir, 'terminals')
  const own = existsSync(terminals)
    ? readdirSync(terminals).filter((name) => new RegExp(`^${database}-\\d+$`).test(name))
    : []
  const folders = [join(stateDir, 'head-office', database), ...own.map((n) => join(terminals, n))]
  return folders.filter((folder) => existsSync(folder))
}

/** Removes a database and everything that belongs to it. */
export async function reset(server: DatabaseServer, database: string): Promise<void> {
  await server.dropDatabase(database)
  for (const folder of foldersOf(database)) rmSync(folder, { recursive: true, force: true })
}
