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

const nameColumns = `id, customer_no, name, name_pinyin, name_initials, mobile, id_no`

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

/**
 * All customers of the cache, the richest first. Each table is read once from front to back and
 * joined here: on a large branch that is ten times faster than looking up row by row.
 */
export function knownCustomers(db: ReadDatabase): SearchEntry[] {
  const aum = new Map<string, number>()
  const summaries = 'SELECT customer_id AS id, aum_fen FROM customer_summary'
  for (const row of all<{ id: string; aum_fen: number }>(db, summaries))
    aum.set(row.id, row.aum_fen)
  const managers = new Map<string, string>()
  const allocations = `SELECT customer_id AS id, group_concat(DISTINCT staff_id) AS staff
    FROM (SELECT customer_id, staff_id FROM customer_manager ORDER BY customer_id, staff_id)
    GROUP BY customer_id`
  for (const row of all<{ id: string; staff: string }>(db, allocations)) {
    managers.set(row.id, row.staff)
  }
  const names = all<Omit<Known, 'aum_fen' | 'managers'>>(db, `SELECT ${nameColumns} FROM customer`)
  return names
    .map((known) =>
      toEntry({
        ...known,
        aum_fen: aum.get(known.id) ?? 0,
        managers: managers.get(known.id) ?? null,
      }),
    )
    .sort((a, b) => b.aumFen - a.aumFen || (a.customerNo < b.customerNo ? -1 : 1))
}

/** One customer of the cache, or null where it holds none. */
export function knownCustomer(db: ReadDatabase, customerId: string): SearchEntry | null {
  const known = first<Known>(
    db,
    `SELECT ${nameColumns},
       coalesce((SELECT s.aum_fen FROM customer_summary s WHERE s.customer_id = c.id), 0) AS aum_fen,
       (SELECT group_concat(staff_id) FROM (
          SELECT DISTINCT m.staff_id FROM customer_manager m
          WHERE m.customer_id = c.id ORDER BY m.staff_id)) AS managers
     FROM customer c WHERE c.id = ?`,
    customerId,
  )
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
