import type { ContactView, TransactionView } from '#contract/ipc/customers.ts'
import { contactCount, contactsOf, type KnownContact } from '#db/customers/contacts.ts'
import {
  type KnownTransaction,
  transactionCount,
  transactionsOf,
} from '#db/customers/transactions.ts'
import { maskAccountNumber } from '#domain/customers/mask.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { requireInside, scopeOf } from './scope.ts'

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

function transactionView(transaction: KnownTransaction): TransactionView {
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
    counterparty: transaction.counterparty_name,
    counterpartyBank: transaction.counterparty_bank,
  }
}

/** `customers.contacts`: part of a customer's contacts, the latest first. */
export const listContacts: Handler<'customers.contacts'> = (request, context) => {
  const scope = scopeOf(context)
  const { customerId, offset, limit } = request
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    const rows = contactsOf(db, customerId, offset, limit).map(contactView)
    return { total: contactCount(db, customerId), rows }
  })
}

/** `customers.transactions`: part of the movements on a customer's accounts, the latest first. */
export const listTransactions: Handler<'customers.transactions'> = (request, context) => {
  const scope = scopeOf(context)
  const { customerId, offset, limit } = request
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    const rows = transactionsOf(db, customerId, offset, limit).map(transactionView)
    return { total: transactionCount(db, customerId), rows }
  })
}
