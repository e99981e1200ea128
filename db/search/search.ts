import { all, each, first, type ReadDatabase, type SqlValue } from '../connection/statements.ts'
import { type Condition, type CustomerScope, scopeCondition } from '../customers/scope.ts'
import { type Match, parseQuery, type SearchQuery, type WordQuery } from './query.ts'
import { docParts } from './rank.ts'
import { managerToken } from './tokens.ts'

/** Most candidates looked at in one class; where there are more, the text says too little. */
export const mostCandidates = 200

/** A customer that was found. `mine`: of the own book, or of the branch where that is the scope. */
export interface Found {
  customerId: string
  match: Match
  mine: boolean
}

interface Candidate {
  customer_id: string
  customer_no: string
  aum_fen: number
}

/** The part of the branch a class is looked for in. */
type Part = 'branch' | 'mine' | 'others'

const entryColumns = 'e.customer_id, e.customer_no, e.aum_fen'

/** Condition that an entry is in the part; the scope's values stand in for its placeholders. */
function partCondition(scope: CustomerScope, part: Part): Condition {
  const { sql, values } = scopeCondition(scope, 'e.customer_id')
  return { sql: part === 'others' ? `NOT ${sql}` : sql, values }
}

/** What a way of looking gives: enough of the richest, and whether there are too many in all. */
interface Looked {
  candidates: Candidate[]
  tooMany: boolean
}

/**
 * Entries in the order of their numbers, richest step first, until there are `enough` and the step
 * of the last one is complete: within a step the order is by AUM, which only the entries know.
 */
function richest(rows: Iterable<Candidate & { doc: number }>, enough: number): Candidate[] {
  const candidates: Candidate[] = []
  let lastStep = -1
  for (const row of rows) {
    const { step } = docParts(row.doc)
    if (candidates.length >= enough && step !== lastStep) break
    candidates.push(row)
    lastStep = step
  }
  return candidates
}

/** Whether more customers fit than are looked at. Asks the full-text table alone where it can. */
function areTooMany(db: ReadDatabase, words: string, query: WordQuery): boolean {
  const check = query.check
    ? `AND EXISTS (SELECT 1 FROM search_entry e WHERE e.doc = search_token.rowid AND ${query.check.sql})`
    : ''
  const row = first<{ found: number }>(
    db,
    `SELECT count(*) AS found FROM (
       SELECT rowid FROM search_token WHERE search_token MATCH ? ${check}
       LIMIT ${mostCandidates + 1})`,
    words,
    ...(query.check ? [query.check.value] : []),
  )
  return (row?.found ?? 0) > mostCandidates
}

/** Looks by words, in one part of the branch. */
function byWords(
  db: ReadDatabase,
  scope: CustomerScope,
  part: Part,
  query: WordQuery,
  enough: number,
): Looked {
  const mine = part === 'mine' && scope.kind === 'book'
  const within = partCondition(scope, part)
  const words = mine ? `"${managerToken(scope.staffId)}" AND (${query.words})` : query.words
  const rows = each<Candidate & { doc: number }>(
    db,
    `SELECT e.doc, ${entryColumns}
     FROM search_token JOIN search_entry e ON e.doc = search_token.rowid
     WHERE search_token MATCH ? ${query.check ? `AND ${query.check.sql}` : ''} AND ${within.sql}
     ORDER BY search_token.rowid LIMIT ${mostCandidates}`,
    words,
    ...(query.check ? [query.check.value] : []),
    ...within.values,
  )
  return { candidates: richest(rows, enough), tooMany: areTooMany(db, words, query) }
}

/** Customers whose number, phone, identity number or account it is; one value, four times. */
export const exactSql = `
  SELECT id FROM customer WHERE customer_no = ?
  UNION SELECT id FROM customer WHERE mobile = ?
  UNION SELECT id FROM customer WHERE id_no = ?
  UNION SELECT customer_id FROM account WHERE account_no = ?`

/** Customers one of whose numbers begins so; a range, three times. */
export const beginningSql = `
  SELECT id FROM customer WHERE customer_no >= ? AND customer_no < ?
  UNION SELECT id FROM customer WHERE mobile >= ? AND mobile < ?
  UNION SELECT id FROM customer WHERE id_no >= ? AND id_no < ?`

/** Candidates among customers that identifiers name. */
function byIdentifier(
  db: ReadDatabase,
  scope: CustomerScope,
  part: Part,
  sql: string,
  values: readonly SqlValue[],
): Looked {
  const within = partCondition(scope, part)
  const candidates = all<Candidate>(
    db,
    `SELECT ${entryColumns} FROM search_entry e
     WHERE e.customer_id IN (${sql}) AND ${within.sql}
     ORDER BY e.aum_fen DESC, e.customer_no LIMIT ${mostCandidates + 1}`,
    ...values,
    ...within.values,
  )
  return {
    candidates: candidates.slice(0, mostCandidates),
    tooMany: candidates.length > mostCandidates,
  }
}

/** A class of a query: a way of looking in one part of the branch. */
interface QueryClass {
  match: Match
  part: Part
  look: (enough: number) => Looked
}

/** The classes of a query in the order of their worth: exact identifiers, then own book first. */
function classesOf(db: ReadDatabase, scope: CustomerScope, query: SearchQuery): QueryClass[] {
  const parts: Part[] = scope.kind === 'branch' ? ['branch'] : ['mine', 'others']
  const identifier = (part: Part, sql: string, values: SqlValue[]): QueryClass => ({
    match: 'identifier',
    part,
    look: () => byIdentifier(db, scope, part, sql, values),
  })
  const exact = parts.flatMap((part) =>
    query.exact.map((value) => identifier(part, exactSql, [value, value, value, value])),
  )
  const others = parts.flatMap((part) => {
    const words = query.words.map((way): QueryClass => ({
      match: way.match,
      part,
      look: (enough) => byWords(db, scope, part, way, enough),
    }))
    if (query.beginning === null) return words
    const range = [query.beginning, `${query.beginning}\uffff`]
    return [...words, identifier(part, beginningSql, [...range, ...range, ...range])]
  })
  return [...exact, ...others]
}

/**
 * Finds customers by name, pinyin, initials, number or last four. Order: exact identifier, own
 * book, kind of match, AUM, customer number; each customer once, under its best match. `tooMany`
 * where a way of
 * looking finds more than {@link mostCandidates}: of those only the richest are looked at.
 */
export function searchCustomers(
  db: ReadDatabase,
  scope: CustomerScope,
  typed: string,
  limit: number,
): { found: Found[]; tooMany: boolean } {
  const query = parseQuery(typed)
  const found = new Map<string, Found>()
  let tooMany = false
  for (const { match, part, look } of query ? classesOf(db, scope, query) : []) {
    // A customer found before may come again, so as many more are asked for as there are already.
    const looked = look(limit + found.size)
    tooMany ||= looked.tooMany
    const ranked = looked.candidates.sort(
      (a, b) => b.aum_fen - a.aum_fen || (a.customer_no < b.customer_no ? -1 : 1),
    )
    for (const { customer_id: customerId } of ranked) {
      if (found.has(customerId)) continue
      found.set(customerId, { customerId, match, mine: part !== 'others' })
    }
    if (found.size >= limit) break
  }
  return { found: [...found.values()].slice(0, limit), tooMany }
}
