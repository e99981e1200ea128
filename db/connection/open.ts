import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { isDamage } from './failure.ts'

/** An open, decrypted SQLite file that may be written: only the writer thread holds one. */
export type SqliteDatabase = Database.Database

/** How a file is opened and how hard its commits are pushed to the disk. */
export interface OpenOptions {
  /**
   * `write` makes the file where there is none; `read` is a connection that can never write.
   */
  mode: 'read' | 'write'
  /**
   * `FULL` keeps every acknowledged commit through a power cut; `NORMAL` only for data that head
   * office can send again. The build's own default is `NORMAL`, so it is always set.
   */
  synchronous: 'FULL' | 'NORMAL'
  /** Page cache in KiB; default 8 MiB. */
  cacheKib?: number | undefined
  /** Most pages the file may grow to; tests use it for a full disk. */
  maxPages?: number | undefined
}

/**
 * Is told of every file that is opened, and of every statement before it runs, also those that begin
 * and end a transaction. Simulations stop a terminal there.
 */
export interface FileWatch {
  opened(path: string, db: SqliteDatabase): void
  statement(path: string): void
}

let watch: FileWatch | null = null

/** Sets the watch over files opened from now on; null, as it is at first, for none. */
export function watchFiles(next: FileWatch | null): void {
  watch = next
}

/** The driver's option that tells the watch of a file's statements; nothing where there is none. */
export function watched(path: string): { verbose?: () => void } {
  return watch ? { verbose: () => watch?.statement(path) } : {}
}

/** The connection settings of every file of a terminal, after its key. */
function configure(db: SqliteDatabase, options: OpenOptions): void {
  db.pragma('foreign_keys = ON')
  db.pragma('temp_store = MEMORY')
  db.pragma(`cache_size = -${options.cacheKib ?? 8192}`)
  if (options.mode === 'read') {
    db.pragma('query_only = ON')
    return
  }
  db.pragma('journal_mode = WAL')
  db.pragma(`synchronous = ${options.synchronous}`)
  db.pragma('secure_delete = ON')
  if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`)
}

/** Gives the 32-byte raw key to a connection; chacha20 authenticates every page. */
export function unlockFile(db: SqliteDatabase, key: Uint8Array): void {
  if (key.length !== 32) throw new Error('a file key has 32 bytes')
  db.pragma(`cipher = 'chacha20'`)
  db.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`)
}

/**
 * Opens an encrypted file in WAL mode. Throws the SQLite error `SQLITE_NOTADB` where the key does
 * not fit or the first page is damaged.
 */
export function openFile(path: string, key: Uint8Array, options: OpenOptions): SqliteDatabase {
  const db = new Database(path, {
    readonly: options.mode === 'read',
    fileMustExist: options.mode === 'read',
    ...watched(path),
  })
  try {
    watch?.opened(path, db)
    unlockFile(db, key)
    configure(db, options)
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Gives a file another key, all or nothing. A file that the former key does not open, or that is not
 * there, is left as it is.
 */
export function changeFileKey(path: string, former: Uint8Array, key: Uint8Array): void {
  if (!existsSync(path)) return
  let db: SqliteDatabase
  try {
    db = openFile(path, former, { mode: 'write', synchronous: 'FULL' })
  } catch (error) {
    if (isDamage(error)) return
    throw error
  }
  try {
    // Pages of two keys cannot stand in one write-ahead log.
    db.pragma('journal_mode = DELETE')
    db.pragma(`rekey = "x'${Buffer.from(key).toString('hex')}'"`)
  } finally {
    db.close()
  }
}
