import type { CaseFile } from './case-file.ts'
import type { Finding, Rule } from './finding.ts'
import type { TaskKind } from './task.ts'
import { afterSale } from './rules/after-sale.ts'
import { birthday } from './rules/birthday.ts'
import { churnWarning } from './rules/churn.ts'
import { contactOverdue } from './rules/contact-overdue.ts'
import { dataQuality } from './rules/data-quality.ts'
import { followUp } from './rules/follow-up.ts'
import { idExpiry } from './rules/id-expiry.ts'
import { idleBalance } from './rules/idle-balance.ts'
import { maturity } from './rules/maturity.ts'
import { inflow, outflow } from './rules/movement.ts'
import { paymentDue } from './rules/payment-due.ts'
import { riskExpiry } from './rules/risk-expiry.ts'
import { tierChanged } from './rules/tier-change.ts'
import { tierCliff } from './rules/tier-cliff.ts'

/** Every rule of the work list. */
export const rules: readonly Rule[] = [
  maturity,
  paymentDue,
  birthday,
  inflow,
  outflow,
  tierCliff,
  idExpiry,
  riskExpiry,
  afterSale,
  idleBalance,
  contactOverdue,
  churnWarning,
  tierChanged,
  dataQuality,
  followUp,
]

/** Kinds of task that the rules raise and take back; others come from people. */
export const ruledKinds: ReadonlySet<TaskKind> = new Set(rules.map(({ kind }) => kind))

/** Whether nobody is to be sent to the customer: dead, frozen, or not to be contacted. */
export function isSuppressed({ customer, frozen }: Pick<CaseFile, 'customer' | 'frozen'>): boolean {
  return customer.deceased_on !== null || frozen || customer.do_not_contact
}

/**
 * Everything the rules find for a customer on the business date; nothing for who is left in peace, and
 * nothing that he or she refused and that a rule would only raise again.
 */
export function findReasons(file: CaseFile): Finding[] {
  if (isSuppressed(file)) return []
  return rules.filter(({ kind }) => !file.refused.includes(kind)).flatMap((rule) => rule.find(file))
}
