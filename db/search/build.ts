import type { SqliteDatabase } from '../connection/open.ts'
import { run, statement } from '../connection/statements.ts'
import { cacheFact, putCacheFact } from '../cache/scopes.ts'
import {
  knownCustomer,
  knownCustomers,
  putEntry,
  type SearchEntry,
  type StoredEntry,
  storedEntry,
} from './entries.ts'
import { aumStep, docNumber, docParts } from './rank.ts'
import { tokensOf } from './tokens.ts'

const serialFact = 'search.serial'
/** Bytes of postings held in memory while building, so that one pass writes few, large segments. */
const buildHashBytes = 64 * 1024 * 1024
const usualHashBytes = 1024 * 1024

const insertTokens = 'INSERT INTO search_token (rowid, tokens) VALUES (?, ?)'
const setHashBytes = (bytes: number) =>
  `INSERT INTO search_token (search_token, rank) VALUES ('hashsize', ${bytes})`

/**
 * Builds the index anew from the cache's customers; inside the caller's transaction, after the
 * tables `customer`, `customer_summary` and `customer_manager` have theirs.
 */
export function buildSearch(db: SqliteDatabase): void {
  db.exec('DROP INDEX IF EXISTS search_entry_by_customer')
  run(db, 'DELETE FROM search_entry')
  run(db, `INSERT INTO search_token (search_token) VALUES ('delete-all')`)
  run(db, setHashBytes(buildHashBytes))
  const insert = statement(db, insertTokens)
  let serial = 0
  for (const entry of knownCustomers(db)) {
    serial += 1
    const doc = docNumber(entry.aumFen, serial)
    putEntry(db, doc, entry)
    insert.run(doc, tokensOf(entry))
  }
  run(db, setHashBytes(usualHashBytes))
  putCacheFact(db, serialFact, String(serial))
  db.exec('CREATE UNIQUE INDEX search_entry_by_customer ON search_entry(customer_id)')
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
