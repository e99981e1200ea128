import type { Operation } from '../accounts/operations.ts'
import type { Transaction } from '../accounts/records.ts'
import type { Day } from '../time/day.ts'
import type { FlowClass } from './classes.ts'

/** A booked movement on an account of which the customer is the first owner; money in 分, above 0. */
export interface Movement {
  txnNo: string
  accountId: string
  currency: string
  postedOn: Day
  /** Moment of the booking, ms UTC, where the source has it. */
  postedAtMs: number | null
  direction: 'in' | 'out'
  amountFen: number
  operation: Operation
  channel: Transaction['channel']
  /** A code of `domain/accounts/purposes.ts`, or a source's own words. */
  purpose: string | null
  counterparty: string | null
  counterpartyBank: string | null
  counterpartyAccount: string | null
}

/** What is known of the customer and of the bank that the other side is compared with. */
export interface FlowGround {
  customerName: string
  /** Ids of the customer's accounts as first owner, by number. */
  ownAccounts: ReadonlyMap<string, string>
  /** How other banks' records name this bank; null where nobody said. */
  ownBank: string | null
  /** Names of the customer's family as the record has them, and numbers of their accounts here. */
  relativeNames: ReadonlySet<string>
  relativeAccounts: ReadonlySet<string>
  /** What people said of other sides, by `partyMark`: it comes before what the rules make of them. */
  corrected?: ReadonlyMap<string, FlowClass>
}

/** A name without what is only looks: width of characters, blanks. */
export function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/gu, '')
}

/** How this bank is named on payments, from the name of its head office: 知客银行总行 → 知客银行. */
export function bankNameOf(headOffice: string): string {
  return plainName(headOffice).replace(/(?:总行|总部)$/u, '')
}

/** Whether a bank's name is this bank or one of its branches. */
export function isOwnBank(bank: string, ownBank: string | null): boolean {
  return ownBank !== null && ownBank !== '' && plainName(bank).startsWith(ownBank)
}

/** Order of time; movements of one moment, or of a day without moments, by their serial number. */
export function byTime(a: Movement, b: Movement): number {
  if (a.postedOn !== b.postedOn) return a.postedOn < b.postedOn ? -1 : 1
  const earlier = (a.postedAtMs ?? 0) - (b.postedAtMs ?? 0)
  if (earlier !== 0) return earlier
  return a.txnNo === b.txnNo ? 0 : a.txnNo < b.txnNo ? -1 : 1
}
