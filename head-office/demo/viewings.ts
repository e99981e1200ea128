import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import {
  type CustomerViewing,
  endOfDays,
  type ViewingDecision,
  type ViewingReason,
} from '#domain/customers/viewing.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
import { type OutletPlan, withRole } from './organisation.ts'

/** A request of one manager for a customer of another one; days before the business date, hours, minutes. */
interface Plan {
  /** Which of the outlet's managers asks, and whose customer it is about. */
  from: number
  of: number
  reason: ViewingReason
  words: string
  days: number
  askedBefore: number
  at: [hour: number, minute: number]
  said: { decision: ViewingDecision; answer: string; afterMinutes: number; openings: number } | null
}

const plans: readonly Plan[] = [
  {
    from: 1,
    of: 0,
    reason: 'standing_in',
    words: '沈经理外出培训，客户约好后天来办理续存',
    days: 3,
    askedBefore: 0,
    at: [16, 12],
    said: null,
  },
  {
    from: 0,
    of: 1,
    reason: 'walk_in',
    words: '客户在网点咨询到期理财，曾经理外出走访',
    days: 7,
    askedBefore: 0,
    at: [9, 20],
    said: { decision: 'granted', answer: '情况属实，仅限本次接待', afterMinutes: 14, openings: 2 },
  },
  {
    from: 0,
    of: 2,
    reason: 'phoned',
    words: '想了解该客户近期资金安排，便于推荐新产品',
    days: 3,
    askedBefore: 4,
    at: [10, 5],
    said: {
      decision: 'refused',
      answer: '营销应由管户人进行，请转单经理',
      afterMinutes: 90,
      openings: 0,
    },
  },
  {
    from: 2,
    of: 0,
    reason: 'complaint',
    words: '客户来电反映短信提醒有误，须核对登记手机',
    days: 1,
    askedBefore: 9,
    at: [14, 40],
    said: { decision: 'granted', answer: '同意核对', afterMinutes: 6, openings: 1 },
  },
]

function record(
  { reason, words, days, askedBefore, at: [hour, minute], said }: Plan,
  own: Pick<CustomerViewing, 'branch_id' | 'id' | 'customer_id' | 'asked_by'>,
  headId: string,
  businessDate: Day,
): CustomerViewing {
  const askedAt = instantOfDay(addDays(businessDate, -askedBefore)) + (hour * 60 + minute) * 60_000
  const decidedAt = said && askedAt + said.afterMinutes * 60_000
  return {
    ...own,
    asked_at: askedAt,
    reason,
    words,
    days,
    decision: said?.decision ?? null,
    decided_by: said && headId,
    decided_at: decidedAt,
    answer: said?.answer ?? null,
    until_at: said?.decision === 'granted' ? endOfDays(decidedAt ?? askedAt, days) : null,
    ended_by: null,
    ended_at: null,
    openings: said?.openings ?? 0,
    opened_at: said && decidedAt !== null && said.openings > 0 ? decidedAt + 25 * 60_000 : null,
  }
}

/** 查看申请 in the first outlet: one waits, one is open, one was refused, one is over. */
export async function makeDemoViewings(
  pool: pg.Pool,
  businessDate: Day,
  outlets: readonly OutletPlan[],
): Promise<void> {
  const [outlet] = outlets
  const managers = outlet ? withRole(outlet, 'customer_manager') : []
  const [headId] = outlet ? withRole(outlet, 'branch_head') : []
  if (!outlet || headId === undefined) return
  await inTransaction(pool, 'write', async (client) => {
    const viewings: CustomerViewing[] = []
    for (const [index, plan] of plans.entries()) {
      const asker = managers[plan.from]
      const owner = managers[plan.of]
      if (asker === undefined || owner === undefined) continue
      const { rows } = await client.query<{ id: string }>(
        `select c.id::text from customer c
         join customer_manager m on m.branch_id = c.branch_id and m.customer_id = c.id
           and m.staff_id = $2 and m.role = 'primary' and m.valid_to is null
         where c.branch_id = $1 and c.deceased_on is null and c.tier in ('gold', 'platinum')
           and not exists (select from customer_manager o where o.branch_id = c.branch_id
             and o.customer_id = c.id and o.staff_id = $3)
         order by c.customer_no offset $4 limit 1`,
        [outlet.id, owner, asker, 3 + index],
      )
      const [customer] = rows
      if (!customer) continue
      const id = nameBasedId('demo', 'customer_viewing', `${outlet.id} ${index}`)
      const own = { branch_id: outlet.id, id, customer_id: customer.id, asked_by: asker }
      viewings.push(record(plan, own, headId, businessDate))
    }
    const table = tableNamed('customer_viewing')
    await stageRows(
      client,
      'customer_viewing',
      viewings.map((viewing) => wireRow(table, viewing)),
    )
    await mergeStaged(client)
  })
}
