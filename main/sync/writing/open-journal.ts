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
import { type CopyState, RecordCopy } from '#db/records/copy.ts'
import { applyImages } from '#db/records/images.ts'
import { KnownRecords } from '#db/records/known.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { deleteFile, setAside, syncFolder } from './files.ts'
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
}

/** What is open now. */
export interface OpenJournal {
  db: SqliteDatabase
  records: Records | null
  opening: JournalOpening
}

type Copy = RecordCopy & { readonly folder: string }

interface Found {
  copy: Copy
  state: CopyState | 'unreachable'
  last: number
}

function readCopies(place: JournalPlace, key: Uint8Array) {
  const found: Found[] = []
  const records = (place.records ?? []).map((folder) => {
    const copy = new RecordCopy(folder)
    try {
      const read = copy.read(key)
      found.push({ copy, state: read.state, last: new KnownRecords([read.records]).last })
      return read.records
    } catch (error) {
      // A second disk that is not there today keeps nobody from working.
      if (!(error instanceof Error && 'code' in error)) throw error
      found.push({ copy, state: 'unreachable', last: -1 })
      return []
    }
  })
  return { found, known: new KnownRecords(records) }
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
  const db = openFile(path, key, { mode: 'write', synchronous: 'FULL', maxPages })
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
function goOn(db: SqliteDatabase, known: KnownRecords): number {
  return atomically(db, () => {
    const before = commandsIn(db)
    applyImages(db, known.after(numberOf(db)))
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
  const db = openFile(fresh, key, { mode: 'write', synchronous: 'FULL' })
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
    return { db, state: 'rebuilt' as const, restored: commandsIn(db), aside }
  }
  if (isKnown && !existsSync(place.path)) return anew()
  let db: SqliteDatabase | null = null
  try {
    db = await openSound(place, false)
    if (known.last <= numberOf(db)) return { db, state: 'whole' as const, restored: 0, aside: null }
    // Its log ended early: pages of the file may be newer than what the log told.
    check(db, 'integrity_check')
    return { db, state: 'continued' as const, restored: goOn(db, known), aside: null }
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
  const { found, known } = readCopies(place, key)
  const { db, state, restored, aside } = await openOrRebuild(place, known)
  const opening: JournalOpening = {
    state,
    restored,
    waiting: all(db, `SELECT 1 FROM command WHERE state IN ('waiting', 'sent')`).length,
    missing: state === 'whole' ? 0 : known.missing,
    aside,
    copies: found.map(({ copy, state: own }) => ({ folder: copy.folder, state: own })),
  }
  if (!place.records) return { db, records: null, opening }
  for (const { copy, state: own } of found)
    if (own === 'unreadable') copy.setAside(place.nowMs ?? 0)
  const records = new Records(
    db,
    key,
    found.map(({ copy }) => copy),
  )
  const level = found.every(({ state: own, last }) => own === 'whole' && last === numberOf(db))
  if (level && known.missing === 0 && state === 'whole') records.goOn()
  else records.rewrite()
  return { db, records, opening }
}
