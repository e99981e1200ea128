import { z } from 'zod'
import { day, fen, flag, id, instant, integer, text, word } from '../record/field.ts'
import { operations } from './operations.ts'

/** A deposit account. `customer_id` is the first owner; further parties stand in account_party. */
export const accountSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  account_no: text(30),
  kind: word(['current', 'term', 'notice', 'large_cd']),
  currency: text(3),
  opened_on: day(),
  closed_on: day().nullable(),
  status: word(['normal', 'frozen', 'dormant', 'closed']),
  category: integer().nullable(),
  product_id: id().nullable(),
  rate_bp: integer().nullable(),
  matures_on: day().nullable(),
  statement: word(['monthly', 'weekly', 'per_transaction']).nullable(),
})
export type Account = z.infer<typeof accountSchema>

/** Who may dispose of an account. */
export const accountPartySchema = z.strictObject({
  branch_id: id(),
  account_id: id(),
  customer_id: id(),
  role: word(['owner', 'joint_owner', 'authorised']),
})
export type AccountParty = z.infer<typeof accountPartySchema>

/**
 * A loan; shown beside AUM, never inside. `next_due_on` and `next_due_fen` are the next instalment
 * that is not paid (of an overdue loan one in the past); null where the source does not say.
 */
export const loanSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  account_id: id().nullable(),
  contract_no: text(30),
  granted_on: day(),
  principal_fen: fen(),
  balance_fen: fen().nullable(),
  term_months: integer(),
  payment_fen: fen(),
  status: word(['performing', 'overdue', 'repaid', 'written_off']),
  next_due_on: day().nullable(),
  next_due_fen: fen().nullable(),
})
export type Loan = z.infer<typeof loanSchema>

/**
 * A payment card; only the last four digits of its number are kept. `statement_due_on` and
 * `statement_due_fen` are what the last statement of a credit card asks for and until when; null
 * where nothing is owed or the source does not say.
 */
export const cardSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  account_id: id().nullable(),
  card_tail: text(4),
  kind: word(['classic', 'gold', 'junior', 'debit', 'credit']),
  issued_on: day(),
  status: word(['active', 'blocked', 'closed']),
  statement_due_on: day().nullable(),
  statement_due_fen: fen().nullable(),
})
export type Card = z.infer<typeof cardSchema>

/** A holding outside deposits. `units` in ten-thousandths; `value_fen` at `valued_on`. */
export const holdingSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  product_id: id(),
  units: integer(),
  cost_fen: fen(),
  value_fen: fen(),
  valued_on: day(),
  bought_on: day(),
  matures_on: day().nullable(),
  auto_renew: flag(),
})
export type Holding = z.infer<typeof holdingSchema>

/** A standing payment order. */
export const standingOrderSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  account_id: id(),
  counterparty_bank: text(40),
  counterparty_account: text(40),
  amount_fen: fen(),
  purpose: text(40).nullable(),
})
export type StandingOrder = z.infer<typeof standingOrderSchema>

/**
 * Closing balance of a position (an account's or a holding's id) from `changed_on` until its next
 * change. `running_sum` is Σ closing balance × days from the position's first change up to the day
 * before `changed_on`, in 分·days, so the average of any period needs two rows.
 */
export const balanceChangeSchema = z.strictObject({
  branch_id: id(),
  position_id: id(),
  changed_on: day(),
  balance_fen: fen(),
  running_sum: integer(),
})
export type BalanceChange = z.infer<typeof balanceChangeSchema>

/** A booked transaction. `txn_no` is the core system's serial number, unique in the branch. */
export const transactionSchema = z.strictObject({
  branch_id: id(),
  txn_no: text(40),
  account_id: id(),
  posted_on: day(),
  posted_at: instant().nullable(),
  direction: word(['in', 'out']),
  amount_fen: fen(),
  balance_fen: fen().nullable(),
  operation: word(operations),
  purpose: text(40).nullable(),
  channel: word(['counter', 'atm', 'mobile', 'online', 'pos', 'system']).nullable(),
  counterparty_name: text(80).nullable(),
  counterparty_bank: text(40).nullable(),
  counterparty_account: text(40).nullable(),
})
export type Transaction = z.infer<typeof transactionSchema>
