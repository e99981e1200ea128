import type {
  Account,
  AccountParty,
  BalanceChange,
  Card,
  Holding,
  Loan,
  Transaction,
} from '#domain/accounts/records.ts'
import type { Reckoning } from '#domain/administration/records.ts'
import type { Contact } from '#domain/customers/contact.ts'
import type {
  Consent,
  Customer,
  CustomerManager,
  CustomerSummary,
  CustomerValue,
  Relation,
  RiskAssessment,
} from '#domain/customers/records.ts'
import type { CustomerGroup, GroupMember } from '#domain/groups/records.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import type { CustomerNeed } from '#domain/next-action/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { OrgUnit, Staff, StaffRole } from '#domain/organisation/records.ts'
import type { Product } from '#domain/products/records.ts'
import type { Day } from '#domain/time/day.ts'
import type { Task } from '#domain/workbench/task.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'

/** Records of the invented branch by table; the other tables are empty. */
export interface BankRows {
  org_unit: OrgUnit[]
  product: Product[]
  staff: Staff[]
  staff_role: StaffRole[]
  reckoning: Reckoning[]
  customer: Customer[]
  customer_summary: CustomerSummary[]
  customer_value: CustomerValue[]
  customer_manager: CustomerManager[]
  task: Task[]
  key_transaction: KeyTransaction[]
  contact: Contact[]
  customer_need: CustomerNeed[]
  customer_group: CustomerGroup[]
  customer_group_member: GroupMember[]
  relation: Relation[]
  risk_assessment: RiskAssessment[]
  consent: Consent[]
  account: Account[]
  account_party: AccountParty[]
  loan: Loan[]
  card: Card[]
  holding: Holding[]
  balance_change: BalanceChange[]
  bank_transaction: Transaction[]
}

/** For whom the invented branch is made, and when. */
export interface PracticeGround {
  branchId: string
  branchName: string
  /** The person who practises; he or she keeps the own place and roles. */
  staffId: string
  staffNo: string
  staffName: string
  post: string
  roles: readonly Role[]
  /** Business date of the figures. */
  on: Day
  /** Wall clock, ms UTC. */
  nowMs: number
}

/** An id that follows from what it names, so that the invented branch is the same each time. */
export const practiceId = (kind: string, name: string): string =>
  nameBasedId('practice', kind, name)

/** 万元 in 分, to whole 100 元. */
export const wanFen = (wan: number): number => Math.round(wan * 100) * 10_000
