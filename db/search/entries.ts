import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run } from '../connection/statements.ts'
import { fold, foldSyllables } from './fold.ts'
import type { SearchBasis } from './tokens.ts'

/** What the index is made from, as it stands in the cache. */
interface Known {
  id: string
  customer_no: string
  name: string
  name_pinyin: string
  name_initials: string
  mobile: string | null
  id_no: string | null
  aum_fen: number
  managers: string | null
}

/** A customer as the index holds it. */
export interface SearchEntry extends SearchBasis {
  customerId: string
  customerNo: string
  aumFen: number
}

/** An entry and its number. */
export interface StoredEntry extends SearchEntry {
  doc: number
}

function tail(number: string | null): string {
  const folded = fold(number ?? '')
  return folded.length < 4 ? '' : folded.slice(-4)
}

function toEntry(known: Known): SearchEntry {
  return {
    customerId: known.id,
    customerNo: known.customer_no,
    aumFen: known.aum_fen,
    name: fold(known.name),
    syllables: foldSyllables(known.name_pinyin),
    initials: fold(known.name_initials),
    mobileTail: tail(known.mobile),
    idTail: tail(known.id_no),
    managers: known.managers ?? '',
  }
}

/** What an entry is made from, for a customer `c`. */
const knownColumns = `c.id, c.customer_no, c.name, c.name_pinyin, c.name_initials, c.mobile, c.id_no,
  coalesce((SELECT s.aum_fen FROM customer_summary s WHERE s.customer_id = c.id), 0) AS aum_fen,
  (SELECT group_concat(staff_id) FROM (
     SELECT DISTINCT m.staff_id FROM customer_manager m
     WHERE m.customer_id = c.id ORDER BY m.staff_id)) AS managers`

/**
 * The next customers in the order in which they are stored, at most `most`, without those that have
 * an entry. `through` is the place to go on from; null where the table ends.
 */
export function customersAfter(
  db: ReadDatabase,
  place: number,
  most: number,
): { entries: SearchEntry[]; through: number | null } {
  const rows = all<Known & { place: number; has_entry: number }>(
    db,
    `SELECT c.rowid AS place, ${knownColumns},
       EXISTS (SELECT 1 FROM search_entry e WHERE e.customer_id = c.id) AS has_entry
     FROM customer c WHERE c.rowid > ? ORDER BY c.rowid LIMIT ?`,
    place,
    most,
  )
  return {
    entries: rows.filter(({ has_entry }) => has_entry === 0).map(toEntry),
    through: rows.length < most ? null : (rows.at(-1)?.place ?? null),
  }
}

/** One customer of the cache, or null where it holds none. */
export function knownCustomer(db: ReadDatabase, customerId: string): SearchEntry | null {
  const sql = `SELECT ${knownColumns} FROM customer c WHERE c.id = ?`
  const known = first<Known>(db, sql, customerId)
  return known ? toEntry(known) : null
}

const columns = `doc, customer_id AS customerId, customer_no AS customerNo, aum_fen AS aumFen, name,
  syllables, initials, mobile_tail AS mobileTail, id_tail AS idTail, managers`

/** The entry of a customer, or null. */
export function storedEntry(db: ReadDatabase, customerId: string): StoredEntry | null {
  const sql = `SELECT ${columns} FROM search_entry WHERE customer_id = ?`
  return first<StoredEntry>(db, sql, customerId) ?? null
}

/** Puts an entry in place of the one with its number. */
export function putEntry(db: SqliteDatabase, doc: number, entry: SearchEntry): void {
  run(
    db,
    'INSERT OR REPLACE INTO search_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    doc,
    entry.customerId,
    entry.customerNo,
    entry.aumFen,
    entry.name,
    entry.syllables,
    entry.initials,
    entry.mobileTail,
    entry.idTail,
    entry.managers,
  )
}
