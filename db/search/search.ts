import { all, type ReadDatabase, type SqlValue } from '../connection/statements.ts'
import { type Condition, type CustomerScope, scopeCondition } from '../customers/scope.ts'
import { type Match, parseQuery, type SearchQuery, type WordQuery } from './query.ts'
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

/** Candidates of one way of looking, the richest first; at most one more than is looked at. */
function byWords(
  db: ReadDatabase,
  scope: CustomerScope,
  part: Part,
  query: WordQuery,
): Candidate[] {
  const mine = part === 'mine' && scope.kind === 'book'
  const within = partCondition(scope, part)
  const words = mine ? `"${managerToken(scope.staffId)}" AND (${query.words})` : query.words
  return all<Candidate>(
    db,
    `SELECT ${entryColumns}
     FROM search_token JOIN search_entry e ON e.doc = search_token.rowid
     WHERE search_token MATCH ? ${query.check ? `AND ${query.check.sql}` : ''} AND ${within.sql}
     ORDER BY search_token.rowid LIMIT ${mostCandidates + 1}`,
    words,
    ...(query.check ? [query.check.value] : []),
    ...within.values,
  )
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
): Candidate[] {
  const within = partCondition(scope, part)
  return all<Candidate>(
    db,
    `SELECT ${entryColumns} FROM search_entry e
     WHERE e.customer_id IN (${sql}) AND ${within.sql}
     ORDER BY e.aum_fen DESC, e.customer_no LIMIT ${mostCandidates + 1}`,
    ...values,
    ...within.values,
  )
}

/** The classes of a query in the order of their worth: exact identifiers, then own book first. */
function* classes(
  db: ReadDatabase,
  scope: CustomerScope,
  query: SearchQuery,
): Generator<{ match: Match; part: Part; candidates: Candidate[] }> {
  const parts: Part[] = scope.kind === 'branch' ? ['branch'] : ['mine', 'others']
  for (const part of parts) {
    for (const exact of query.exact) {
      const values = [exact, exact, exact, exact]
      const candidates = byIdentifier(db, scope, part, exactSql, values)
      yield { match: 'identifier', part, candidates }
    }
  }
  for (const part of parts) {
    for (const words of query.words) {
      yield { match: words.match, part, candidates: byWords(db, scope, part, words) }
    }
    if (query.beginning !== null) {
      const range = [query.beginning, `${query.beginning}\uffff`]
      const values = [...range, ...range, ...range]
      const candidates = byIdentifier(db, scope, part, beginningSql, values)
      yield { match: 'identifier', part, candidates }
    }
  }
}

/**
 * Finds customers by name, pinyin, initials, number or last four. Order: exact identifier, own
 * book, kind of match, AUM, customer number; each customer once, under its best match. `tooMany`
 * where a class held more than {@link mostCandidates}: of those only the richest were looked at.
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
  if (query) {
    for (const { match, part, candidates } of classes(db, scope, query)) {
      tooMany ||= candidates.length > mostCandidates
      const ranked = candidates
        .slice(0, mostCandidates)
        .sort((a, b) => b.aum_fen - a.aum_fen || (a.customer_no < b.customer_no ? -1 : 1))
      for (const { customer_id: customerId } of ranked) {
        if (found.has(customerId)) continue
        found.set(customerId, { customerId, match, mine: part !== 'others' })
      }
      if (found.size >= limit) break
    }
  }
  return { found: [...found.values()].slice(0, limit), tooMany }
}
