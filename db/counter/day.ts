import type { Tier } from '#domain/customers/records.ts'
import type { Visit } from '#domain/counter/visit.ts'
import type { Referral, ReferralState } from '#domain/counter/referral.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A visit of the day with the customer's full name; `name` null where he or she has left the branch. */
export type DayVisit = Visit & {
  name: string | null
  referral_state: ReferralState | null
  to_name: string | null
}

/** A person's visits since a moment (ms UTC), the newest first. */
export function visitsOf(db: ReadDatabase, staffId: string, sinceMs: number): DayVisit[] {
  return all<DayVisit>(
    db,
    `SELECT v.*, c.name, r.state AS referral_state, s.name AS to_name
     FROM counter_visit v
       LEFT JOIN customer c ON c.id = v.customer_id
       LEFT JOIN referral r ON r.visit_id = v.id AND r.customer_id = v.customer_id
       LEFT JOIN staff s ON s.id = r.to_staff_id
     WHERE v.staff_id = ? AND v.opened_at >= ?
     ORDER BY v.opened_at DESC, v.id DESC`,
    staffId,
    sinceMs,
  )
}

/** Referrals a person gave since a moment (ms UTC), and how many of them succeeded. */
export function referralCounts(
  db: ReadDatabase,
  staffId: string,
  sinceMs: number,
): { referrals: number; succeeded: number } {
  const row = first<{ referrals: number; succeeded: number }>(
    db,
    `SELECT count(*) AS referrals, count(*) FILTER (WHERE state = 'succeeded') AS succeeded
     FROM referral WHERE referred_by = ? AND referred_at >= ?`,
    staffId,
    sinceMs,
  )
  return row ?? { referrals: 0, succeeded: 0 }
}

/** A customer who waits in the lobby. */
export interface WaitingVisit {
  id: string
  staff_id: string
  opened_at: number
  name: string
  sex: 'F' | 'M' | null
  tier: Tier
}

/** Who has waited since a moment (ms UTC) and was not received by anybody later, longest first. */
export function waitingSince(db: ReadDatabase, sinceMs: number): WaitingVisit[] {
  return all<WaitingVisit>(
    db,
    `SELECT v.id, v.staff_id, v.opened_at, c.name, c.sex, c.tier
     FROM counter_visit v JOIN customer c ON c.id = v.customer_id
     WHERE v.state = 'waiting' AND v.opened_at >= ? AND NOT EXISTS (
       SELECT 1 FROM counter_visit l WHERE l.customer_id = v.customer_id
         AND l.opened_at > v.opened_at AND l.id <> v.id)
     ORDER BY v.opened_at, v.id`,
    sinceMs,
  )
}

/** A visit by its id, or null. */
export function visitById(db: ReadDatabase, id: string): Visit | null {
  return first<Visit>(db, 'SELECT * FROM counter_visit WHERE id = ?', id) ?? null
}

/** A referral with the names of both sides; `queued` while an answer given here waits. */
export type KnownReferral = Referral & { by_name: string; to_name: string; queued: boolean }

const knownSql = `SELECT r.*, coalesce(b.name, '') AS by_name, coalesce(s.name, '') AS to_name,
    EXISTS (SELECT 1 FROM overlay o
      WHERE o.table_name = 'referral' AND o.row_key = json_array(r.id)) AS queued
  FROM referral r LEFT JOIN staff b ON b.id = r.referred_by
    LEFT JOIN staff s ON s.id = r.to_staff_id`

type KnownRow = Omit<KnownReferral, 'queued'> & { queued: number }
const toKnown = (row: KnownRow): KnownReferral => ({ ...row, queued: row.queued === 1 })

/** A customer's referrals, the newest first. */
export function referralsOf(db: ReadDatabase, customerId: string): KnownReferral[] {
  const sql = `${knownSql} WHERE r.customer_id = ? ORDER BY r.referred_at DESC, r.id DESC`
  return all<KnownRow>(db, sql, customerId).map(toKnown)
}

/** A referral by its id, or null. */
export function referralById(db: ReadDatabase, id: string): KnownReferral | null {
  const row = first<KnownRow>(db, `${knownSql} WHERE r.id = ?`, id)
  return row ? toKnown(row) : null
}
