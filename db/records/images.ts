import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run, type SqlValue } from '../connection/statements.ts'
import {
  type LedgerIdentity,
  placeOf,
  putUsage,
  selectUsage,
  type UsageRow,
} from '../journal/usage-rows.ts'

/** A row of the journal as it stood after a transaction; JSON. */
export interface Image {
  table: ImagedTable
  /** All columns; of a row that is gone its key alone. */
  row: Record<string, string | number | null>
  gone?: true
}

/**
 * Tables whose rows are kept in records, with their keys. Of key slots only that one went: a copy
 * of a slot would outlive its removal, and whoever lost his logs in online.
 */
const keys = {
  setting: ['key'],
  command: ['ordinal'],
  usage_record: ['ledger_id', 'epoch', 'seq'],
  /** Of before a body stood in the row of its record: only read. */
  usage_body: ['ledger_id', 'epoch', 'seq'],
  login_attempt: ['id'],
  key_slot: ['staff_id'],
} as const satisfies Record<string, readonly string[]>
/** A table whose rows are kept. */
export type ImagedTable = keyof typeof keys

/** The setting that names the last record a journal's content is in; in no record itself. */
export const recordNumber = 'recordNumber'

const watched = ['setting', 'command', 'usage_record', 'login_attempt'] as const

/** Notes from now on which rows of a journal a transaction touches, for {@link takeImages}. */
export function watchRows(db: SqliteDatabase): void {
  db.exec(`CREATE TEMP TABLE touched (
    name TEXT NOT NULL, id ANY NOT NULL, PRIMARY KEY (name, id)) WITHOUT ROWID`)
  for (const name of watched) {
    const when = name === 'setting' ? `WHEN NEW.key <> '${recordNumber}'` : ''
    for (const event of ['INSERT', 'UPDATE']) {
      db.exec(`CREATE TEMP TRIGGER touched_${name}_${event} AFTER ${event} ON main.${name} ${when}
        BEGIN INSERT OR IGNORE INTO touched VALUES ('${name}', NEW.rowid); END`)
    }
  }
  db.exec(`CREATE TEMP TRIGGER touched_key_slot AFTER DELETE ON main.key_slot
    BEGIN INSERT OR IGNORE INTO touched VALUES ('key_slot', OLD.staff_id); END`)
}

function imageOf(db: ReadDatabase, table: ImagedTable, id: SqlValue): Image | null {
  if (table === 'key_slot') {
    const held = first(db, 'SELECT 1 FROM key_slot WHERE staff_id = ?', id)
    return held ? null : { table, row: { staff_id: String(id) }, gone: true }
  }
  const select =
    table === 'usage_record'
      ? `${selectUsage} WHERE usage_record.place = ?`
      : `SELECT * FROM ${table} WHERE rowid = ?`
  const row = first<Image['row']>(db, select, id)
  return row ? { table, row } : null
}

/**
 * The rows touched since the last call, at the end of the transaction that touched them; null where
 * they are more than `most`.
 */
export function takeImages(db: SqliteDatabase, most: number): Image[] | null {
  const touched = all<{ name: ImagedTable; id: SqlValue }>(db, 'SELECT name, id FROM temp.touched')
  if (touched.length > 0) run(db, 'DELETE FROM temp.touched')
  if (touched.length > most) return null
  return touched
    .map(({ name, id }) => imageOf(db, name, id))
    .filter((image): image is Image => image !== null)
}

/** Answered commands are kept as long as another database may ask for them again, ms. */
const answeredMs = 7 * 86_400_000

/** Commands that still matter: not settled, not dealt with, lately answered, or the last of a count. */
const commandsKept = `SELECT * FROM command
  WHERE settled = 0 OR resend = 1 OR state IN ('waiting', 'sent', 'rejected', 'quarantined')
    OR decided_at >= (SELECT max(decided_at) FROM command) - ${answeredMs}
    OR ordinal > (SELECT max(ordinal) FROM command) - 200
    OR seq = (SELECT max(seq) FROM command)
    OR answer_order = (SELECT max(answer_order) FROM command)
  ORDER BY ordinal`

/** Newest usage records that are kept: enough to go on with the chain, and some weeks of a PC. */
const usageKept = 2_000

/** Everything of a journal that has to survive it. Bounded: what is settled and old is left out. */
export function baseImages(db: ReadDatabase): Image[] {
  const of = (table: ImagedTable, sql: string, ...values: SqlValue[]) =>
    all<Image['row']>(db, sql, ...values).map((row): Image => ({ table, row }))
  const newestUsage = of(
    'usage_record',
    `${selectUsage} ORDER BY usage_record.place DESC LIMIT ?`,
    usageKept,
  )
  const attempts = of('login_attempt', 'SELECT * FROM login_attempt ORDER BY id DESC LIMIT 200')
  return [
    ...of('setting', 'SELECT * FROM setting WHERE key <> ?', recordNumber),
    ...of('command', commandsKept),
    ...newestUsage.reverse(),
    ...attempts.reverse(),
  ]
}

/** Name of the row an image shows. */
export function imageKey({ table, row }: Image): string {
  return JSON.stringify([table, ...keys[table].map((column) => row[column])])
}

function put(db: SqliteDatabase, table: ImagedTable, row: Image['row']): void {
  const columns = Object.keys(row)
  const own: readonly string[] = keys[table]
  const others = columns.filter((column) => !own.includes(column))
  const update =
    others.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`
  run(
    db,
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (${own.join(', ')}) DO ${update}`,
    ...Object.values(row),
  )
}

/** A command keeps its id whatever happened to places and numbers: none takes another's. */
function putCommand(db: SqliteDatabase, row: Image['row']): void {
  const { command_id: id = null, ordinal = null, seq = null } = row
  const held = first<{ ordinal: number }>(
    db,
    'SELECT ordinal FROM command WHERE command_id = ?',
    id,
  )
  const taken = first(db, 'SELECT 1 FROM command WHERE ordinal = ?', ordinal)
  const last = first<{ ordinal: number | null }>(db, 'SELECT max(ordinal) AS ordinal FROM command')
  const place = held?.ordinal ?? (taken ? (last?.ordinal ?? 0) + 1 : ordinal)
  run(db, 'UPDATE command SET seq = NULL WHERE seq = ? AND command_id <> ?', seq, id)
  put(db, 'command', { ...row, ordinal: place })
}

/** The body of a record, as records of before bodies stood in its row show it. */
function putBody(db: SqliteDatabase, row: Image['row']): void {
  const { ledger_id: ledgerId, epoch, seq, salt = null, body = null } = row
  const chain = placeOf(db, { ledgerId, epoch } as LedgerIdentity)
  const place = chain === null ? null : chain + Number(seq)
  run(db, 'UPDATE usage_record SET salt = ?, body = ? WHERE place = ?', salt, body, place)
}

/** Makes a journal hold the rows as the images show them; part of the caller's transaction. */
export function applyImages(db: SqliteDatabase, images: readonly Image[]): void {
  for (const { table, row, gone } of images) {
    if (gone) run(db, 'DELETE FROM key_slot WHERE staff_id = ?', row['staff_id'] ?? null)
    else if (table === 'command') putCommand(db, row)
    else if (table === 'usage_record') putUsage(db, row as unknown as UsageRow)
    else if (table !== 'usage_body') put(db, table, row)
  }
  for (const { table, row } of images) if (table === 'usage_body') putBody(db, row)
}
