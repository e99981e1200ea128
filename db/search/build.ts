import type { SqliteDatabase } from '../connection/open.ts'
import { first, type ReadDatabase, run } from '../connection/statements.ts'
import { cacheFact, putCacheFact } from '../cache/scopes.ts'
import {
  customersAfter,
  knownCustomer,
  putEntry,
  type SearchEntry,
  type StoredEntry,
  storedEntry,
} from './entries.ts'
import { aumStep, docNumber, docParts } from './rank.ts'
import { tokensOf } from './tokens.ts'

const serialFact = 'search.serial'
/** Cache fact: place in `customer` up to which its rows are in the index, while it is being filled. */
const filledFact = 'search.filled'
/** Value of {@link filledFact} once every customer is in. */
const complete = 'all'

/** Customers taken into the index at a time, so that a writer is never held for long. */
const usualSlice = 500
/** The same where nobody waits, and bytes of words held in memory meanwhile. */
const largeSlice = 50_000
const largeHashBytes = 64 * 1024 * 1024
const usualHashBytes = 1024 * 1024

const insertTokens = 'INSERT INTO search_token (rowid, tokens) VALUES (?, ?)'
const setHashBytes = (bytes: number) =>
  `INSERT INTO search_token (search_token, rank) VALUES ('hashsize', ${bytes})`

/**
 * Takes the next customers into the index, those that came by changes meanwhile left out; inside
 * the caller's transaction, after `customer`, `customer_summary` and `customer_manager` have their
 * rows. Returns whether all are in. Goes on where it stopped, also after a kill.
 */
export function fillSearch(db: SqliteDatabase, slice = usualSlice): boolean {
  const filled = cacheFact(db, filledFact) ?? '0'
  if (filled === complete) return true
  const { entries, through } = customersAfter(db, Number(filled), slice)
  let serial = Number(cacheFact(db, serialFact) ?? 0)
  const numbered = entries.map((entry) => ({ entry, doc: docNumber(entry.aumFen, (serial += 1)) }))
  // The full-text table keeps its words in memory only while numbers rise.
  for (const { entry, doc } of numbered.sort((a, b) => a.doc - b.doc)) {
    putEntry(db, doc, entry)
    run(db, insertTokens, doc, tokensOf(entry))
  }
  putCacheFact(db, serialFact, String(serial))
  putCacheFact(db, filledFact, through === null ? complete : String(through))
  return through === null
}

/** How far the index is filled, in customers; null once all are in. */
export function searchProgress(db: ReadDatabase): { filled: number; total: number } | null {
  const filled = cacheFact(db, filledFact)
  if (filled === complete) return null
  // A snapshot's rows are numbered from 1, so places are counts.
  const last = first<{ place: number | null }>(db, 'SELECT max(rowid) AS place FROM customer')
  return { filled: Number(filled ?? 0), total: last?.place ?? 0 }
}

/** Builds the index anew, all of it; inside the caller's transaction. */
export function buildSearch(db: SqliteDatabase): void {
  run(db, 'DELETE FROM search_entry')
  run(db, `INSERT INTO search_token (search_token) VALUES ('delete-all')`)
  run(db, setHashBytes(largeHashBytes))
  putCacheFact(db, filledFact, '0')
  let done = false
  while (!done) done = fillSearch(db, largeSlice)
  run(db, setHashBytes(usualHashBytes))
}

function remove(db: SqliteDatabase, doc: number): void {
  run(db, 'DELETE FROM search_entry WHERE doc = ?', doc)
  run(db, 'DELETE FROM search_token WHERE rowid = ?', doc)
}

function add(db: SqliteDatabase, entry: SearchEntry): void {
  const serial = Number(cacheFact(db, serialFact) ?? 0) + 1
  putCacheFact(db, serialFact, String(serial))
  const doc = docNumber(entry.aumFen, serial)
  putEntry(db, doc, entry)
  run(db, insertTokens, doc, tokensOf(entry))
}

function sameEntry(now: SearchEntry, before: StoredEntry): boolean {
  return (Object.keys(now) as (keyof SearchEntry)[]).every((field) => now[field] === before[field])
}

/**
 * Brings the index up to date for customers whose own row, summary or allocation changed; inside
 * the writer's transaction. An ordinary change of AUM only touches the entry. Where customers are
 * gone the full-text table is merged as well, so that nothing of their names stays in it.
 */
export function indexCustomers(db: SqliteDatabase, customerIds: Iterable<string>): void {
  let gone = false
  for (const customerId of new Set(customerIds)) {
    const now = knownCustomer(db, customerId)
    const before = storedEntry(db, customerId)
    if (!now) {
      if (before) remove(db, before.doc)
      gone ||= before !== null
    } else if (!before) {
      add(db, now)
    } else if (sameEntry(now, before)) {
      continue
    } else if (
      tokensOf(now) === tokensOf(before) &&
      aumStep(now.aumFen) === docParts(before.doc).step
    ) {
      putEntry(db, before.doc, now)
    } else {
      remove(db, before.doc)
      add(db, now)
    }
  }
  if (gone) run(db, `INSERT INTO search_token (search_token) VALUES ('optimize')`)
}
