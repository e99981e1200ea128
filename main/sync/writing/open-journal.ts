import { existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '#contract/errors.ts'
import { isDamage } from '#db/connection/failure.ts'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { all, atomically, first } from '#db/connection/statements.ts'
import { restartSequence } from '#db/journal/commands.ts'
import { putSettings, setting } from '#db/journal/settings.ts'
import { journalMigrations } from '#db/migrations/journal/list.ts'
import { migrateFile } from '#db/migrations/run.ts'
import { type CopyState, type ReadCopy, RecordCopy } from '#db/records/copy.ts'
import type { ReadRecord } from '#db/records/format.ts'
import { applyImages } from '#db/records/images.ts'
import { isGapless, KnownRecords, lastNumber } from '#db/records/known.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { deleteFile, setAside, syncFolder } from './files.ts'
import { LedgerKeys, type LedgerOpening } from './ledger-keys.ts'
import { Records } from './records.ts'

/** A journal and the folders in which copies of its records stand. */
export interface JournalPlace {
  path: string
  key: Uint8Array
  /** None: the journal is the only copy, and a damaged one is reported and left as it is. */
  records?: readonly string[] | undefined
  nowMs?: number | undefined
  /** Most pages the file may grow to; tests use it for a full disk. */
  maxPages?: number | undefined
}

/** What came of opening a journal. */
export interface JournalOpening {
  /** As it was; its lost end put back from the records; damaged or gone and built from them anew. */
  state: 'whole' | 'continued' | 'rebuilt'
  /** Commands that records gave back to it. */
  restored: number
  /** Of these, and of all of it, what waits for an answer now. */
  waiting: number
  /** Records that no copy tells any more. */
  missing: number
  /** Name of the damaged file that was set aside. */
  aside: string | null
  copies: { folder: string; state: CopyState | 'unreachable' }[]
  /** How the key of the usage ledger stood to its records. */
  ledger: LedgerOpening
}

/** What is open now. */
export interface OpenJournal {
  db: SqliteDatabase
  records: Records | null
  ledgerKeys: LedgerKeys
  opening: JournalOpening
}

interface Found {
  copy: RecordCopy
  state: CopyState | 'unreachable'
  records: readonly ReadRecord[]
}

function readCopies(place: JournalPlace, key: Uint8Array): Found[] {
  let known: ReadCopy | undefined
  return (place.records ?? []).map((folder) => {
    const copy = new RecordCopy(folder)
    try {
      known = copy.read(key, known)
      return { copy, state: known.state, records: known.records }
    } catch (error) {
      // A second disk that is not there today keeps nobody from working.
      if (!(error instanceof Error && 'code' in error)) throw error
      return { copy, state: 'unreachable', records: [] }
    }
  })
}

/** Whether a copy tells everything up to a number, without damage. */
function isLevel({ state, records }: Found, number: number): boolean {
  return state === 'whole' && lastNumber(records) === number && isGapless(records)
}

/** Throws SQLite's error, or one that says what it found, where the file is not sound. */
class Unsound extends Error {}

function check(db: SqliteDatabase, how: 'quick_check' | 'integrity_check'): void {
  const [row] = db.pragma(`${how}(1)`) as Record<string, string>[]
  const result = row?.[how]
  if (result !== 'ok') throw new Unsound(result)
}

async function openSound(place: JournalPlace, thorough: boolean): Promise<SqliteDatabase> {
  const { path, key, maxPages } = place
  await migrateFile(path, key, journalMigrations)
  const db = openFile(path, key, { mode: 'write', kind: 'lasting', maxPages })
  try {
    if (place.records) check(db, thorough ? 'integrity_check' : 'quick_check')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const commandsIn = (db: SqliteDatabase) =>
  first<{ count: number }>(db, 'SELECT count(*) AS count FROM command')?.count ?? 0

const numberOf = (db: SqliteDatabase) => setting(db, 'recordNumber') ?? 0

/** Puts back what the records tell and the journal does not; returns how many commands came. */
function goOn(db: SqliteDatabase, known: KnownRecords, from: number): number {
  return atomically(db, () => {
    const before = commandsIn(db)
    applyImages(db, known.after(from))
    // Whoever this PC was is not known any more: it enrols anew, and what waits is numbered then.
    if (setting(db, 'device') === null) restartSequence(db)
    putSettings(db, { recordNumber: known.last })
    return commandsIn(db) - before
  })
}

/**
 * Builds the journal from the records and puts it in the damaged one's place, which is kept. A kill at
 * any point leaves either file, or none, and the records: the next start does it again.
 */
async function rebuild(place: JournalPlace, known: KnownRecords): Promise<string | null> {
  const { path, key } = place
  const fresh = `${path}.rebuilt`
  deleteFile(fresh)
  await migrateFile(fresh, key, journalMigrations)
  const db = openFile(fresh, key, { mode: 'write', kind: 'lasting' })
  try {
    atomically(db, () => {
      applyImages(db, known.all)
      if (setting(db, 'device') === null) restartSequence(db)
      putSettings(db, { recordNumber: known.last })
    })
  } finally {
    db.close()
  }
  const nowMs = place.nowMs ?? 0
  const aside = existsSync(path) ? `${path}.damaged-${nowMs}` : null
  setAside(path, nowMs, 'keep')
  // A former log that came back after a power cut would be read into the new file.
  syncFolder(dirname(path))
  renameSync(fresh, path)
  deleteFile(fresh)
  syncFolder(dirname(path))
  return aside
}

async function openOrRebuild(place: JournalPlace, known: KnownRecords) {
  const isKnown = known.last >= 0
  const anew = async () => {
    const aside = await rebuild(place, known)
    const db = await openSound(place, false)
    const missing = known.missing(-1)
    return { db, state: 'rebuilt' as const, restored: commandsIn(db), missing, aside }
  }
  if (isKnown && !existsSync(place.path)) return anew()
  let db: SqliteDatabase | null = null
  try {
    db = await openSound(place, false)
    const from = numberOf(db)
    if (known.last <= from) {
      return { db, state: 'whole' as const, restored: 0, missing: 0, aside: null }
    }
    // Its log ended early: pages of the file may be newer than what the log told.
    check(db, 'integrity_check')
    const restored = goOn(db, known, from)
    const missing = known.missing(from)
    return { db, state: 'continued' as const, restored, missing, aside: null }
  } catch (error) {
    db?.close()
    if (!isDamage(error) && !(error instanceof Unsound)) throw error
    // Nothing readable anywhere: as likely another key as damage. Nothing is replaced.
    if (!isKnown) throw new AppError('journal.damaged')
    return anew()
  }
}

/**
 * Opens the journal and compares it with the copies of its records. Throws `journal.damaged` where it
 * does not open and no record can be read.
 */
export async function openJournal(place: JournalPlace): Promise<OpenJournal> {
  const key = deriveKey(place.key, Buffer.alloc(0), 'ocrm-journal-records')
  const found = readCopies(place, key)
  // The same record read in two copies counts once.
  const distinct = [...new Set(found.map(({ records }) => records))]
  const known = new KnownRecords(distinct)
  const { db, state, restored, missing, aside } = await openOrRebuild(place, known)
  const ledgerKeys = new LedgerKeys(place.path, place.key)
  const opening: JournalOpening = {
    state,
    restored,
    waiting: all(db, `SELECT 1 FROM command WHERE state IN ('waiting', 'sent')`).length,
    missing,
    aside,
    copies: found.map(({ copy, state: own }) => ({ folder: copy.folder, state: own })),
    ledger: ledgerKeys.open(db),
  }
  if (!place.records) return { db, records: null, ledgerKeys, opening }
  for (const { copy, state: own } of found)
    if (own === 'unreadable') copy.setAside(place.nowMs ?? 0)
  const records = new Records(
    db,
    key,
    found.map(({ copy }) => copy),
  )
  const level = found.every((own) => isLevel(own, numberOf(db)))
  if (level && state === 'whole') records.goOn()
  else records.rewrite()
  return { db, records, ledgerKeys, opening }
}
