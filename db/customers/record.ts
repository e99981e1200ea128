import type { Customer, CustomerSummary } from '#domain/customers/records.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { first, type ReadDatabase } from '../connection/statements.ts'
import type { Row } from '../cache/rows.ts'

/** A customer as this branch knows him or her; `summary` null until head office has computed one. */
export interface CustomerRecord {
  customer: Customer
  rev: number
  summary: CustomerSummary | null
  /** Whether a consent to marketing calls or messages is in force. */
  consentValid: boolean
}

/** The record a cached row holds, flags as booleans. The row's columns are the schema's fields. */
function toRecord<Record>(table: 'customer' | 'customer_summary', row: Row): Record {
  const fields = tableNamed(table).columns.map(({ name, wire }) => {
    const value = row[name] ?? null
    return [name, wire === 'flag' ? value === 1 : value]
  })
  return Object.fromEntries(fields) as Record
}

const consentSql = `SELECT 1 FROM consent x WHERE x.customer_id = c.id
  AND x.purpose IN ('marketing_sms', 'marketing_call')
  AND x.given_on <= ? AND (x.withdrawn_on IS NULL OR x.withdrawn_on > ?)`

/** A customer with summary and consent on a day; null where the branch has none. Two statements. */
export function customerRecord(
  db: ReadDatabase,
  customerId: string,
  on: string,
): CustomerRecord | null {
  const row = first<Row>(
    db,
    `SELECT c.*, EXISTS (${consentSql}) AS consent_valid FROM customer c WHERE c.id = ?`,
    on,
    on,
    customerId,
  )
  if (!row) return null
  const summary = first<Row>(db, 'SELECT * FROM customer_summary WHERE customer_id = ?', customerId)
  return {
    customer: toRecord<Customer>('customer', row),
    rev: Number(row['rev']),
    summary: summary ? toRecord<CustomerSummary>('customer_summary', summary) : null,
    consentValid: row['consent_valid'] === 1,
  }
}
