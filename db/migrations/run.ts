import { existsSync } from 'node:fs'
import type { MigrationInterface } from 'typeorm'
import {
  type FileKind,
  openFile,
  type SqliteDatabase,
  unlockFile,
  watched,
} from '../connection/open.ts'
import { all, atomically, run } from '../connection/statements.ts'

/** A numbered, frozen migration; its name ends in its number, as TypeORM wants it. */
export interface Migration {
  new (): MigrationInterface
  readonly migrationName: string
  readonly statements: readonly string[]
}

/** Makes a migration of one list of statements, each run in the migration's own transaction. */
export function sqlMigration(name: string, statements: readonly string[]): Migration {
  return class implements MigrationInterface {
    static readonly migrationName = name
    static readonly statements = statements
    name = name
    async up(runner: Parameters<MigrationInterface['up']>[0]): Promise<void> {
      for (const sql of statements) await runner.query(sql)
    }
    down(): Promise<void> {
      return Promise.reject(new Error(`${name} is never reverted`))
    }
  }
}

/** Whether a file has all migrations already. Throws SQLite's error where it does not open. */
function isCurrent(
  path: string,
  key: Uint8Array,
  kind: FileKind,
  migrations: readonly Migration[],
): boolean {
  const db = openFile(path, key, { mode: 'write', kind })
  try {
    const known = all(db, `SELECT name FROM sqlite_schema WHERE name = 'migrations'`)
    if (known.length === 0) return false
    const done = new Set(
      all<{ name: string }>(db, 'SELECT name FROM migrations').map(({ name }) => name),
    )
    return migrations.every(({ migrationName }) => done.has(migrationName))
  } finally {
    db.close()
  }
}

/** TypeORM's own table, as it makes it. */
const migrationsTable =
  'CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, ' +
  '"timestamp" bigint NOT NULL, "name" varchar NOT NULL)'

/** TypeORM takes the last 13 digits of a name for the moment of the migration. */
const digitsOfMoment = 13

/**
 * Makes a file with all migrations in one transaction: a new cache is made at every first login, and
 * loading TypeORM takes longer than what it would do. A killed run leaves a file without tables.
 */
function makeFile(
  path: string,
  key: Uint8Array,
  kind: FileKind,
  migrations: readonly Migration[],
): void {
  const db = openFile(path, key, { mode: 'write', kind })
  try {
    atomically(db, () => {
      db.exec(migrationsTable)
      for (const { migrationName, statements } of migrations) {
        for (const sql of statements) db.exec(sql)
        const moment = Number(migrationName.slice(-digitsOfMoment))
        run(db, 'INSERT INTO migrations (timestamp, name) VALUES (?, ?)', moment, migrationName)
      }
    })
  } finally {
    db.close()
  }
}

/**
 * Brings an encrypted file to the newest version, or makes it, each migration in a transaction of its own.
 * Rejects where one fails: the file is then as before it, and the launch must stop. TypeORM is
 * loaded only for a file of an earlier version: it costs more memory than all the rest of a service.
 */
export async function migrateFile(
  path: string,
  key: Uint8Array,
  migrations: readonly Migration[],
  kind: FileKind = 'lasting',
): Promise<void> {
  if (!existsSync(path)) return makeFile(path, key, kind, migrations)
  if (isCurrent(path, key, kind, migrations)) return
  const { DataSource } = await import('typeorm')
  const source = new DataSource({
    type: 'better-sqlite3',
    database: path,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    ...watched(path),
    prepareDatabase: (db: SqliteDatabase) => {
      try {
        unlockFile(db, key, kind)
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
