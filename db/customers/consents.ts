import type { Consent } from '#domain/customers/records.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** Everything a customer consented to, and what was withdrawn; the latest last. One statement. */
export function consentsOf(db: ReadDatabase, customerId: string): Consent[] {
  return all(
    db,
    `SELECT branch_id, id, customer_id, purpose, channel, given_on, withdrawn_on, text_version, way,
       given_at, given_by, withdrawn_channel, withdrawn_at, withdrawn_by
     FROM consent WHERE customer_id = ? ORDER BY given_on, id`,
    customerId,
  )
}

/** A consent with who wrote it down; `queued` while what was given on this PC waits for head office. */
export type KnownConsent = Consent & {
  rev: number
  given_by_name: string | null
  withdrawn_by_name: string | null
  queued: boolean
}

/** The same with who wrote it down; the latest first. One statement. */
export function knownConsents(db: ReadDatabase, customerId: string): KnownConsent[] {
  return all<Omit<KnownConsent, 'queued'> & { queued: number }>(
    db,
    `SELECT c.*, sg.name AS given_by_name, sw.name AS withdrawn_by_name,
       EXISTS (SELECT 1 FROM overlay o
         WHERE o.table_name = 'consent' AND o.row_key = json_array(c.id)) AS queued
     FROM consent c LEFT JOIN staff sg ON sg.id = c.given_by
       LEFT JOIN staff sw ON sw.id = c.withdrawn_by
     WHERE c.customer_id = ?
     ORDER BY coalesce(c.withdrawn_on, c.given_on) DESC,
       coalesce(c.withdrawn_at, c.given_at, 0) DESC, c.id DESC`,
    customerId,
  ).map((row) => ({ ...row, queued: row.queued === 1 }))
}
