import type { Condition, CustomerScope } from '../customers/scope.ts'
import { parseQuery } from './query.ts'
import { beginningSql, exactSql } from './search.ts'
import { managerToken } from './tokens.ts'

/**
 * Condition that a customer `c` is found by a typed text, for filtering a list: the same ways of
 * looking as the search box, all of them and unranked. Null where the text says nothing.
 */
export function textCondition(typed: string, scope: CustomerScope): Condition | null {
  const query = parseQuery(typed)
  if (!query) return typed.trim() === '' ? null : { sql: '0', values: [] }
  const parts: Condition[] = query.words.map(({ words, check }) => ({
    sql: `SELECT e.customer_id FROM search_token JOIN search_entry e ON e.doc = search_token.rowid
      WHERE search_token MATCH ?${check ? ` AND ${check.sql}` : ''}`,
    values: [
      scope.kind === 'book' ? `"${managerToken(scope.staffId)}" AND (${words})` : words,
      ...(check ? [check.value] : []),
    ],
  }))
  for (const exact of query.exact) {
    parts.push({ sql: exactSql, values: [exact, exact, exact, exact] })
  }
  if (query.beginning !== null) {
    const range = [query.beginning, `${query.beginning}\uffff`]
    parts.push({ sql: beginningSql, values: [...range, ...range, ...range] })
  }
  return {
    sql: `c.id IN (${parts.map(({ sql }) => sql).join(' UNION ')})`,
    values: parts.flatMap(({ values }) => values),
  }
}
