import type { FoundBy } from '#domain/counter/visit.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'
import { fold } from '../search/fold.ts'
import { tokenKind } from '../search/tokens.ts'

/** Somebody a number may mean, with what tells him or her from the next. */
export interface Sought {
  id: string
  name: string
  name_initials: string
  sex: 'F' | 'M' | null
  id_no: string | null
}

const columns = 'c.id, c.name, c.name_initials, c.sex, c.id_no'

/** Customers whose document, or whose account or card, has this whole number. */
export function byWholeNumber(
  db: ReadDatabase,
  number: string,
): { sought: Sought[]; foundBy: FoundBy } {
  const byDocument = all<Sought>(
    db,
    `SELECT ${columns} FROM customer c WHERE c.id_no = ? ORDER BY c.id`,
    number,
  )
  if (byDocument.length > 0) return { sought: byDocument, foundBy: 'id_number' }
  const byAccount = all<Sought>(
    db,
    `SELECT DISTINCT ${columns} FROM account a JOIN customer c ON c.id = a.customer_id
     WHERE a.account_no = ? AND a.status <> 'closed' ORDER BY c.id`,
    number,
  )
  return { sought: byAccount, foundBy: 'account' }
}

/** Customers whose identity number ends so (six characters and more). */
export function byIdentityTail(db: ReadDatabase, tail: string): Sought[] {
  const token = tokenKind.idTail + fold(tail).slice(-4)
  return all<Sought>(
    db,
    `SELECT ${columns}
     FROM search_token JOIN search_entry e ON e.doc = search_token.rowid
       JOIN customer c ON c.id = e.customer_id
     WHERE search_token MATCH ? AND upper(substr(c.id_no, -length(?))) = ?
     ORDER BY c.id`,
    `"${token}"`,
    tail,
    tail,
  )
}
