import type { Recipient, Referral } from '#domain/counter/referral.ts'
import { type CustomerCarer, joins, recipientOf } from '#domain/counter/referral.ts'
import { isNotableOutflow } from '#domain/customers/change.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerRecord, customerRecord } from '../customers/record.ts'
import { inForce } from '../customers/scope.ts'
import { type OpenCorrection, openCorrections } from '../customers/ties.ts'

/** What the counter's rules look at, of one customer on a day; nothing of it is shown as it is. */
export interface CounterCase {
  record: CustomerRecord
  deceased: boolean
  frozen: boolean
  largeOutflow: boolean
  idleCash: boolean
  /** Whether the customer does not want to speak about what ends. */
  maturityRefused: boolean
  mobileVerified: boolean
  waiting: OpenCorrection[]
  /** Name of the 主管户, or of whoever stands in. */
  managerName: string | null
  /** The referral another one would join, with the name of the person it lies with. */
  openReferral: (Referral & { to_name: string }) | null
  /** To whom `referrerId` would refer. */
  recipient: (Recipient & { name: string }) | null
}

/** Days in which a confirmation of a phone counts, and in which an outflow is recent. */
const confirmedDays = 730
const recentDays = 7

/** Facts that take a statement of their own; the same conditions as head office's completeness. */
const factsSql = `SELECT
  EXISTS (SELECT 1 FROM account a WHERE a.customer_id = c.id AND a.status = 'frozen') AS frozen,
  EXISTS (SELECT 1 FROM task t
    WHERE t.customer_id = c.id AND t.kind = 'idle_cash' AND t.state = 'open') AS idle,
  EXISTS (SELECT 1 FROM contact x WHERE x.customer_id = c.id AND x.channel = 'phone'
      AND x.outcome <> 'no_answer' AND x.at >= ?)
    OR EXISTS (SELECT 1 FROM counter_visit v WHERE v.customer_id = c.id
      AND v.acts LIKE '%phone_confirmed%' AND v.opened_at >= ?)
    OR EXISTS (SELECT 1 FROM consent k WHERE k.customer_id = c.id AND k.channel = 'mobile')
    AS confirmed,
  EXISTS (SELECT 1 FROM refusal r WHERE r.customer_id = c.id AND r.action = 'maturity'
    AND r.taken_back_at IS NULL AND r.until >= ?) AS maturity_refused,
  c.*
  FROM customer c WHERE c.id = ?`

interface Facts {
  frozen: number
  idle: number
  confirmed: number
  maturity_refused: number
  deceased_on?: string | null
}

function carersOf(db: ReadDatabase, customerId: string, on: Day): CustomerCarer[] {
  return all<{ staffId: string; role: CustomerCarer['role']; active: number }>(
    db,
    `SELECT m.staff_id AS staffId, m.role, coalesce(s.active, 0) AS active
     FROM customer_manager m LEFT JOIN staff s ON s.id = m.staff_id
     WHERE m.customer_id = ? AND ${inForce}`,
    customerId,
    on,
    on,
  ).map((carer) => ({ ...carer, active: carer.active === 1 }))
}

function headsOf(db: ReadDatabase): string[] {
  const sql = `SELECT s.id FROM staff_role r JOIN staff s ON s.id = r.staff_id
    WHERE r.role = 'branch_head' AND r.org_unit_id = s.branch_id AND s.active = 1`
  return all<{ id: string }>(db, sql).map(({ id }) => id)
}

/** Name of a member of staff; empty where the branch has none of this id. */
export function staffName(db: ReadDatabase, staffId: string): string {
  return first<{ name: string }>(db, 'SELECT name FROM staff WHERE id = ?', staffId)?.name ?? ''
}

function standing(db: ReadDatabase, customerId: string, on: Day): CounterCase['openReferral'] {
  const referrals = all<Referral & { to_name: string | null }>(
    db,
    `SELECT r.*, s.name AS to_name FROM referral r LEFT JOIN staff s ON s.id = r.to_staff_id
     WHERE r.customer_id = ? ORDER BY r.referred_at DESC, r.id DESC`,
    customerId,
  )
  const open = referrals.find((referral) => joins(referral, on))
  return open ? { ...open, to_name: open.to_name ?? '' } : null
}

/** What left a customer's accounts in the last days by transfer or in cash, 分. */
export function recentOutflowFen(db: ReadDatabase, customerId: string, on: Day): number {
  const sql = `SELECT coalesce(sum(b.amount_fen), 0) AS fen
    FROM account a JOIN bank_transaction b ON b.account_id = a.id
    WHERE a.customer_id = ? AND b.posted_on > ? AND b.direction = 'out'
      AND b.operation IN ('transfer_out', 'cash_withdrawal')`
  return first<{ fen: number }>(db, sql, customerId, addDays(on, -recentDays))?.fen ?? 0
}

/** Whether what left is much of what was there: a reason to ask before anything is sold. */
export function isLargeOutflow(outFen: number, aumFen: number): boolean {
  return isNotableOutflow(aumFen + outFen, aumFen)
}

/** Reads {@link CounterCase}; null where the branch has no such customer. */
export function counterCase(
  db: ReadDatabase,
  customerId: string,
  referrerId: string,
  on: Day,
): CounterCase | null {
  const record = customerRecord(db, customerId, on)
  const confirmedSince = instantOfDay(addDays(on, -confirmedDays))
  const facts = first<Facts>(db, factsSql, confirmedSince, confirmedSince, on, customerId)
  if (!record || !facts) return null
  const aum = record.summary?.aum_fen ?? 0
  const carers = carersOf(db, customerId, on)
  const recipient = recipientOf(carers, headsOf(db), referrerId)
  const manager = carers.find(({ role }) => role === 'primary') ?? carers[0]
  return {
    record,
    deceased: (facts.deceased_on ?? null) !== null,
    frozen: facts.frozen === 1,
    largeOutflow: isLargeOutflow(recentOutflowFen(db, customerId, on), aum),
    idleCash: facts.idle === 1,
    maturityRefused: facts.maturity_refused === 1,
    mobileVerified: facts.confirmed === 1,
    waiting: openCorrections(db, customerId),
    managerName: manager ? staffName(db, manager.staffId) : null,
    openReferral: standing(db, customerId, on),
    recipient: recipient && { ...recipient, name: staffName(db, recipient.staffId) },
  }
}
