import type pg from 'pg'
import type { TransferLeg } from '#domain/risk-clues/legs.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'

/** Bookings that a cursor gives at a time. */
const batch = 20_000

/** What the payment states that no clue is looked for in: wages, products, bills, one's own money. */
const leftOut = [
  'salary',
  'pension',
  'subsidy',
  'own_transfer',
  'utilities',
  'insurance',
  'leasing',
  'loan_payment',
  'interest',
  'penalty_interest',
  'statement_fee',
  'term_deposit',
  'product_purchase',
  'product_redemption',
  'securities',
] as const

/** A customer of the bank as a party of a clue. */
export const customerParty = (customerId: string): string => `customer:${customerId}`

/** The customer a party is; null for an account at another bank. */
export const customerOf = (party: string): string | null =>
  party.startsWith('customer:') ? party.slice('customer:'.length) : null

/**
 * Transfers of the days that are looked at. Accounts of one customer are one party, so money moved
 * between them is a transfer to itself. Masked and missing numbers of the other side name nobody.
 */
const transfers = `
  declare risk_transfer no scroll cursor for
  select t.branch_id::text || '/' || t.txn_no as ref, t.direction, t.amount_fen::float8 as fen,
    t.posted_on - date '1970-01-01' as day, a.customer_id::text as own,
    o.customer_id::text as other, t.counterparty_bank as bank, t.counterparty_account as account
  from bank_transaction t
  join account a on a.branch_id = t.branch_id and a.id = t.account_id
  left join (
    select distinct on (account_no) account_no, customer_id from account
    order by account_no, closed_on desc nulls first, id
  ) o on o.account_no = t.counterparty_account
  where t.posted_on > $1::date and t.posted_on <= $2::date
    and t.operation in ('transfer_in', 'transfer_out')
    and t.counterparty_account ~ '^[0-9A-Za-z-]{6,}$'
    and coalesce(t.purpose, '') not in (${listed(leftOut)})`

interface Booking {
  ref: string
  direction: 'in' | 'out'
  fen: number
  day: number
  own: string
  other: string | null
  bank: string | null
  account: string
}

function legOf({ ref, direction, fen, day, own, other, bank, account }: Booking): TransferLeg {
  const here = customerParty(own)
  const there = other === null ? `account:${bank ?? ''}:${account}` : customerParty(other)
  return {
    ref,
    side: direction,
    twice: other !== null,
    payer: direction === 'out' ? here : there,
    receiver: direction === 'out' ? there : here,
    amountFen: fen,
    day,
  }
}

/** Gives every booking of a transfer in the `days` up to a day to `take`; runs in a transaction. */
export async function readTransfers(
  client: pg.ClientBase,
  date: Day,
  days: number,
  take: (legs: TransferLeg[]) => void,
): Promise<void> {
  await client.query(
    transfers.replace('$1', `'${addDays(date, -days)}'`).replace('$2', `'${date}'`),
  )
  for (;;) {
    const { rows } = await client.query<Booking>(`fetch ${batch} from risk_transfer`)
    if (rows.length > 0) take(rows.map(legOf))
    if (rows.length < batch) break
  }
  await client.query('close risk_transfer')
}
