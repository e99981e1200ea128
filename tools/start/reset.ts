import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseServer } from './database.ts'
import { sizeFile } from './demo-size.ts'
import { stateDir } from './state.ts'

/**
 * Folders and files that hold a database's data outside PostgreSQL: head office's chunks, its
 * terminals, what is remembered of its size.
 */
export function foldersOf(database: string): string[] {
  const terminals = join(stateDir, 'terminals')
  const own = existsSync(terminals)
    ? readdirSync(terminals).filter((name) => new RegExp(`^${database}-\\d+$`).test(name))
    : []
  const folders = [
    join(stateDir, 'head-office', database),
    ...own.map((name) => join(terminals, name)),
    sizeFile(database),
  ]
  return folders.filter((folder) => existsSync(folder))
}

/** Removes a database and everything that belongs to it. */
export async function reset(server: DatabaseServer, database: string): Promise<void> {
  await server.dropDatabase(database)
  for (const folder of foldersOf(database)) rmSync(folder, { recursive: true, force: true })
}
