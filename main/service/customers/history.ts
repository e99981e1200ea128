import type { ContactView, TransactionFilter, TransactionView } from '#contract/ipc/customers.ts'
import { contactCount, contactsOf, type KnownContact } from '#db/customers/contacts.ts'
import { customerRecord } from '#db/customers/record.ts'
import {
  dailyMeans,
  type KnownTransaction,
  transactionsOf,
  transactionSums,
} from '#db/customers/transactions.ts'
import { keyThresholdsInForce } from '#db/parameters/key-thresholds.ts'
import { isKeyTransaction } from '#domain/key-transactions/thresholds.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { maskAccountNumber } from '#domain/customers/mask.ts'
import { type PartyName, partyName } from '#domain/flow/parties.ts'
import type { Day } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { flowGroundOf, knownToViewer } from './fund-flow.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'

/** A contact of the timeline. */
export function contactView(contact: KnownContact): ContactView {
  return {
    id: contact.id,
    atMs: contact.at,
    channel: contact.channel,
    outcome: contact.outcome,
    summary: contact.summary,
    nextOn: contact.next_on,
    durationMinutes: contact.duration_minutes,
    staffName: contact.staff_name ?? '',
    state: contact.rev === 0 ? 'queued' : 'stored',
  }
}

const sidesOf = (transaction: KnownTransaction) => ({
  operation: transaction.operation,
  counterparty: transaction.counterparty_name,
  counterpartyBank: transaction.counterparty_bank,
  counterpartyAccount: transaction.counterparty_account,
})

/** The other side of each transaction of a customer as the viewer may see it, as in the fund flow. */
function partiesOf(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
  transactions: readonly KnownTransaction[],
): (transaction: KnownTransaction) => PartyName {
  const name = customerRecord(db, customerId, scope.on)?.customer.name ?? ''
  const { flow, family } = flowGroundOf(db, scope, customerId, name)
  const viewer = knownToViewer(db, scope, family, transactions.map(sidesOf))
  return (transaction) => partyName(sidesOf(transaction), flow, viewer)
}

function transactionView(
  transaction: KnownTransaction,
  party: PartyName,
  large: boolean,
): TransactionView {
  return {
    txnNo: transaction.txn_no,
    postedOn: transaction.posted_on,
    postedAtMs: transaction.posted_at,
    account: maskAccountNumber(transaction.account_no),
    direction: transaction.direction,
    amountFen: transaction.amount_fen,
    balanceFen: transaction.balance_fen,
    operation: transaction.operation,
    purpose: transaction.purpose,
    party,
    large,
  }
}

/**
 * Which of a customer's movements are large: measured by today's AUM and the last 90 days, because a
 * list of years cannot ask for the AUM of every day. The work list measures each on its own day.
 */
function largeOf(
  db: ReadDatabase,
  customerId: string,
  on: Day,
): (transaction: KnownTransaction) => boolean {
  const record = customerRecord(db, customerId, on)
  const means = dailyMeans(db, customerId, on)
  const aumBeforeFen = record?.summary?.aum_fen ?? 0
  const tier = record?.customer.tier ?? 'standard'
  const thresholds = keyThresholdsInForce(db, on)
  return ({ amount_fen: amountFen, direction }) =>
    isKeyTransaction({ amountFen, aumBeforeFen, dailyMeanFen: means[direction] }, tier, thresholds)
}

/** `customers.contacts`: part of a customer's contacts, the latest first. */
export const listContacts: Handler<'customers.contacts'> = async (request, context) => {
  const scope = await readingScope(context, request.customerId)
  const { customerId, offset, limit } = request
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    const rows = contactsOf(db, customerId, offset, limit).map(contactView)
    return { total: contactCount(db, customerId), rows }
  })
}

const everyTransaction: TransactionFilter = {
  direction: null,
  leastFen: null,
  text: '',
  month: null,
}

/** `customers.transactions`: part of the movements on a customer's accounts, the latest first. */
export const listTransactions: Handler<'customers.transactions'> = async (request, context) => {
  const scope = await readingScope(context, request.customerId)
  const { customerId, filter = everyTransaction, offset, limit } = request
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    const isLarge = largeOf(db, customerId, scope.on)
    const page = transactionsOf(db, customerId, filter, offset, limit)
    const partyOf = partiesOf(db, scope, customerId, page)
    const rows = page.map((transaction) =>
      transactionView(transaction, partyOf(transaction), isLarge(transaction)),
    )
    return { ...transactionSums(db, customerId, filter), rows }
  })
}
