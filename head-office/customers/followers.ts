import type { TableName } from '#contract/sync/rows/tables.ts'

/** A table whose rows leave a branch with a customer, or with a position of theirs. */
export interface Follower {
  table: TableName
  follows: 'customer' | 'position'
  /** Column with the customer's, or the position's (an account, a holding), id. */
  column: string
  /** The row ends with the stay in the branch: it is taken out there and not taken along. */
  ends?: true
}

const withCustomer = (table: TableName, column = 'customer_id'): Follower => ({
  table,
  follows: 'customer',
  column,
})
const withPosition = (table: TableName, column = 'account_id'): Follower => ({
  table,
  follows: 'position',
  column,
})

/**
 * Everything that goes where a customer goes. A visit at the counter stays: it is a fact of the
 * branch in which it happened, and names the customer by id alone. So does another customer's
 * relation to, or share of an account with, this one.
 */
export const followers: readonly Follower[] = [
  withCustomer('customer', 'id'),
  withCustomer('customer_summary'),
  withCustomer('customer_value'),
  withCustomer('customer_type_verdict'),
  withCustomer('party_class'),
  withCustomer('customer_manager'),
  withCustomer('tier_change'),
  withCustomer('key_transaction'),
  withCustomer('task'),
  withCustomer('contact'),
  withCustomer('refusal'),
  withCustomer('customer_need'),
  withCustomer('correction'),
  withCustomer('referral'),
  // A group belongs to its branch, and so does what its head granted.
  { ...withCustomer('customer_group_member'), ends: true },
  { ...withCustomer('customer_viewing'), ends: true },
  withCustomer('relation', 'from_customer_id'),
  withCustomer('risk_assessment'),
  withCustomer('consent'),
  withCustomer('holding'),
  withCustomer('card'),
  withCustomer('loan'),
  withPosition('account', 'id'),
  withPosition('account_party'),
  withPosition('standing_order'),
  withPosition('balance_change', 'position_id'),
  withPosition('bank_transaction'),
]
