import { DataSource, type MigrationInterface } from 'typeorm'
import type { SqliteDatabase } from '../connection/open.ts'
import { unlockFile } from '../connection/open.ts'

/** A numbered, frozen migration; its class name ends in its number, as TypeORM wants it. */
export type Migration = new () => MigrationInterface

/** Makes a migration of one list of statements, each run in the migration's own transaction. */
export function sqlMigration(name: string, statements: readonly string[]): Migration {
  return class implements MigrationInterface {
    name = name
    async up(runner: Parameters<MigrationInterface['up']>[0]): Promise<void> {
      for (const sql of statements) await runner.query(sql)
    }
    down(): Promise<void> {
      return Promise.reject(new Error(`${name} is never reverted`))
    }
  }
}

/**
 * Brings an encrypted file to the newest version, each migration in a transaction of its own.
 * Rejects where one fails: the file is then as before it, and the launch must stop.
 */
export async function migrateFile(
  path: string,
  key: Uint8Array,
  migrations: readonly Migration[],
): Promise<void> {
  const source = new DataSource({
    type: 'better-sqlite3',
    database: path,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    prepareDatabase: (db: SqliteDatabase) => {
      try {
        unlockFile(db, key)
        db.pragma('journal_mode = WAL')
        db.pragma('synchronous = FULL')
      } catch (error) {
        // TypeORM would leave the connection open, and an open file cannot be set aside.
        db.close()
        throw error
      }
    },
  })
  await source.initialize()
  try {
    await source.runMigrations()
  } finally {
    await source.destroy()
  }
}
