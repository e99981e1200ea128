import type { Account, Card, Loan } from '#domain/accounts/records.ts'

const accountKinds: readonly Account['kind'][] = ['current', 'term', 'notice', 'large_cd']
const statuses = ['frozen', 'dormant', 'closed'] as const
const loanStatuses: readonly Loan['status'][] = ['performing', 'overdue', 'repaid', 'written_off']
const cardKinds: readonly Card['kind'][] = ['classic', 'gold', 'junior', 'debit', 'credit']

/** The kind of account that a position's name stands for (`account.term`); null for a product's name. */
export function accountKindOf(name: string): Account['kind'] | null {
  return accountKinds.find((kind) => name === `account.${kind}`) ?? null
}

/** A status worth a word; null for what is normal or unknown. */
export function positionStatusOf(status: string): (typeof statuses)[number] | null {
  return statuses.find((each) => each === status) ?? null
}

/** The loan's status as one of the words there are; null for any other text. */
export function loanStatusOf(status: string): Loan['status'] | null {
  return loanStatuses.find((each) => each === status) ?? null
}

/** The card's kind as one of the words there are; null for any other text. */
export function cardKindOf(kind: string): Card['kind'] | null {
  return cardKinds.find((each) => each === kind) ?? null
}
