import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { KeyThresholds } from '#domain/key-transactions/thresholds.ts'
import type { ChurnRules } from '#domain/customers/churn.ts'
import type { ContactCycle } from '#domain/customers/contact-cycle.ts'
import type { Customer } from '#domain/customers/records.ts'
import { periodAverageColumn, type TierRules } from '#domain/customers/tier-period.ts'
import type { Day } from '#domain/time/day.ts'
import type { CaseFile } from '#domain/workbench/case-file.ts'
import { wireExpression } from '../store/columns.ts'
import { churnCase } from './churn-cases.ts'
import type { BranchFacts } from './facts.ts'

/** Customers read at a time. */
const pageSize = 2000

type CustomerRow = Omit<Customer, 'is_staff' | 'do_not_contact'> & {
  is_staff: number
  do_not_contact: number
  month_average: number
  quarter_average: number
}

const columns = tableNamed('customer')
  .columns.map((column) => `${wireExpression(column, 'c')} as ${column.name}`)
  .join(', ')

/** The page of customers first, and the summaries of just these: each page costs the same. */
const page = `
  select ${columns}, 
    coalesce(s.${periodAverageColumn.month}, 0)::float8 as month_average,
    coalesce(s.${periodAverageColumn.quarter}, 0)::float8 as quarter_average
  from (
    select * from customer where branch_id = $1 and id > $2::uuid order by id limit ${pageSize}
  ) c
  left join customer_summary s on s.branch_id = $1 and s.customer_id = c.id
    and s.customer_id > $2::uuid
  order by c.id`

/** Parameters in force that the rules judge by. */
export interface RuleGround {
  tierRules: TierRules
  contactCycle: ContactCycle
  keyThresholds: KeyThresholds
  churnRules: ChurnRules
}

function caseFile(
  row: CustomerRow,
  facts: BranchFacts,
  on: Day,
  { churnRules, ...ground }: RuleGround,
): CaseFile {
  const { month_average, quarter_average, is_staff, do_not_contact, ...rest } = row
  const { id } = row
  const customer = { ...rest, is_staff: is_staff === 1, do_not_contact: do_not_contact === 1 }
  const lastReachedOn = facts.reached.get(id) ?? null
  const standing = {
    tier: customer.tier,
    customerSince: customer.customer_since,
    lastContactOn: lastReachedOn,
    leftInPeace: customer.do_not_contact || customer.deceased_on !== null,
  }
  return {
    on,
    ...ground,
    customer,
    churn: churnCase(facts.evaluations.get(id), standing, on, churnRules),
    tierChange: facts.tierChanges.get(id) ?? null,
    frozen: facts.frozen.has(id),
    periodAverageFen: ground.tierRules.period === 'month' ? month_average : quarter_average,
    currentFen: facts.money.get(id)?.currentFen ?? 0,
    idleFen: facts.money.get(id)?.idleFen ?? 0,
    refused: facts.refused.get(id) ?? [],
    lastContact: facts.contacts.get(id) ?? null,
    lastReachedOn,
    riskTest: facts.riskTests.get(id) ?? null,
    maturing: facts.maturing.get(id) ?? [],
    payments: facts.payments.get(id) ?? [],
    movements: facts.movements.get(id) ?? [],
    purchases: facts.purchases.get(id) ?? [],
  }
}

/** The case files of a branch, a page of customers at a time. */
export async function* casePages(
  client: pg.ClientBase,
  branchId: string,
  facts: BranchFacts,
  on: Day,
  ground: RuleGround,
): AsyncGenerator<CaseFile[]> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await client.query<CustomerRow>(page, [branchId, last])
    yield rows.map((row) => caseFile(row, facts, on, ground))
    const end = rows.at(-1)
    if (!end || rows.length < pageSize) return
    last = end.id
  }
}
