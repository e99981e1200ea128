import type {
  Account,
  AccountParty,
  BalanceChange,
  Card,
  Holding,
  Loan,
  StandingOrder,
  Transaction,
} from '#domain/accounts/records.ts'
import type { CalendarDay, Parameter } from '#domain/administration/records.ts'
import type { Contact } from '#domain/customers/contact.ts'
import type {
  Consent,
  Correction,
  Customer,
  CustomerManager,
  Relation,
  RiskAssessment,
} from '#domain/customers/records.ts'
import type { CustomerNeed, Refusal } from '#domain/next-action/records.ts'
import type { OrgUnit, Staff, StaffRole } from '#domain/organisation/records.ts'
import type { Product } from '#domain/products/records.ts'
import type { Task } from '#domain/workbench/task.ts'

/** Records of the demo bank by table: all of them, or those of a batch of customers. */
export interface DemoRows {
  org_unit: OrgUnit[]
  calendar_day: CalendarDay[]
  parameter: Parameter[]
  product: Product[]
  staff: Staff[]
  staff_role: StaffRole[]
  customer: Customer[]
  customer_manager: CustomerManager[]
  task: Task[]
  contact: Contact[]
  refusal: Refusal[]
  customer_need: CustomerNeed[]
  correction: Correction[]
  relation: Relation[]
  risk_assessment: RiskAssessment[]
  consent: Consent[]
  account: Account[]
  account_party: AccountParty[]
  loan: Loan[]
  card: Card[]
  holding: Holding[]
  standing_order: StandingOrder[]
  balance_change: BalanceChange[]
  bank_transaction: Transaction[]
}

/** No rows of any table. */
export function noRows(): DemoRows {
  return {
    org_unit: [],
    calendar_day: [],
    parameter: [],
    product: [],
    staff: [],
    staff_role: [],
    customer: [],
    customer_manager: [],
    task: [],
    contact: [],
    refusal: [],
    customer_need: [],
    correction: [],
    relation: [],
    risk_assessment: [],
    consent: [],
    account: [],
    account_party: [],
    loan: [],
    card: [],
    holding: [],
    standing_order: [],
    balance_change: [],
    bank_transaction: [],
  }
}

/** Names of the tables, parents before children. */
export const demoTables = Object.keys(noRows()) as (keyof DemoRows)[]

/** How many rows there are, of all tables. */
export function countRows(rows: DemoRows): number {
  return demoTables.reduce((sum, name) => sum + rows[name].length, 0)
}

/** Adds rows of a table; lists of any length. */
export function addRows<Name extends keyof DemoRows>(
  rows: DemoRows,
  name: Name,
  more: readonly DemoRows[Name][number][],
): void {
  const list = rows[name] as DemoRows[Name][number][]
  for (const row of more) list.push(row)
}
