import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { SqliteDatabase } from '#db/connection/open.ts'
import { atomically } from '#db/connection/statements.ts'
import type { LedgerKeys } from './ledger-keys.ts'
import type { Records } from './records.ts'

/** The files a writer thread holds open; each has exactly one writing connection. */
export class WriterFiles {
  journalFile: SqliteDatabase | null = null
  cacheFile: SqliteDatabase | null = null
  userFile: SqliteDatabase | null = null
  stagingFile: SqliteDatabase | null = null
  /** Copies of the journal's records; null where it is kept without. */
  records: Records | null = null
  /** Keys of the usage ledger; null while no journal is open. */
  ledgerKeys: LedgerKeys | null = null

  /** One transaction of the journal; when it returns, its copies have it too. */
  keep<Result>(act: () => Result): Result {
    return this.records ? this.records.keep(act) : atomically(this.journal, act)
  }

  /** The journal; it is open from start to end. */
  get journal(): SqliteDatabase {
    if (!this.journalFile) throw new Error('the journal is not open')
    return this.journalFile
  }

  /** The open user file. */
  get user(): SqliteDatabase {
    if (!this.userFile) throw new Error('no user file is open')
    return this.userFile
  }

  /** The staging file of a snapshot. */
  get staging(): SqliteDatabase {
    if (!this.stagingFile) throw new Error('no staging file is open')
    return this.stagingFile
  }

  /** Closes one file; nothing where it is not open. */
  close(which: 'cacheFile' | 'userFile' | 'stagingFile' | 'journalFile'): void {
    if (which === 'journalFile') {
      this.records?.close()
      this.records = null
      this.ledgerKeys?.close()
      this.ledgerKeys = null
    }
    this[which]?.close()
    this[which] = null
  }
}

const companions = ['', '-wal', '-shm', '-journal']

/** Deletes a SQLite file with its companions. */
export function deleteFile(path: string): void {
  for (const suffix of companions) rmSync(path + suffix, { force: true })
}

/**
 * Makes what was made, renamed and deleted in a folder last through a power cut. Windows has no such
 * call and needs none: NTFS keeps the order in which names change.
 */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Sets a damaged file aside under a name that is never opened again, in place of an earlier one (or
 * beside it), and tells which.
 */
export function setAside(path: string, nowMs: number, earlier: 'keep' | 'drop' = 'drop'): string {
  const former = `${basename(path)}.damaged-`
  for (const name of earlier === 'drop' ? readdirSync(dirname(path)) : []) {
    if (name.startsWith(former)) rmSync(join(dirname(path), name), { force: true })
  }
  const aside = `${path}.damaged-${nowMs}`
  for (const suffix of companions) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  return aside
}
