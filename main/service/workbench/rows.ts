import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { tierFloors } from '#db/parameters/tier-floors.ts'
import { openTasks, type WorkCustomer, workCustomers } from '#db/workbench/rows.ts'
import type { KnownTask } from '#db/workbench/tasks.ts'
import { maskMobile } from '#domain/customers/mask.ts'
import type { TierFloors } from '#domain/customers/tier.ts'
import { dayOfInstant, type Day } from '#domain/time/day.ts'
import { groupOf } from '#domain/workbench/groups.ts'
import { isPutOff } from '#domain/workbench/postponing.ts'
import {
  byRank,
  closedGate,
  type RankedReason,
  type RankedRow,
  rankParts,
  rankPoints,
  rankScore,
} from '#domain/workbench/rank.ts'
import { taskView } from './task-view.ts'

/** The work list of somebody, or of a branch: rows in order of work, and what was put off. */
export interface WorkList {
  rows: WorkRow[]
  /** Rows all of whose reasons somebody put off. */
  putOff: number
  /** Addresses by customer, unmasked, for the visit list. */
  addresses: Map<string, string | null>
}

function reasonOf(task: KnownTask): RankedReason {
  const evidence = JSON.parse(task.evidence) as { expiresOn?: unknown }
  const { expiresOn } = evidence
  return {
    kind: task.kind,
    dueOn: task.due_on,
    amountFen: task.amount_fen,
    expiresOn: typeof expiresOn === 'string' ? expiresOn : null,
  }
}

/** The largest amount among the reasons; negative where it is money that left. */
function amountOf(tasks: readonly KnownTask[]): number | null {
  const [largest] = tasks
    .filter((task) => task.amount_fen !== null)
    .sort((a, b) => (b.amount_fen ?? 0) - (a.amount_fen ?? 0))
  if (!largest || largest.amount_fen === null) return null
  return largest.kind === 'outflow' ? -largest.amount_fen : largest.amount_fen
}

/** Parameters in force that the order looks at. */
interface RankGround {
  on: Day
  floors: TierFloors
  capDays: number
}

function toRow(
  customer: WorkCustomer,
  tasks: readonly KnownTask[],
  { on, floors, capDays }: RankGround,
): WorkRow {
  const ranked: RankedRow = {
    tier: customer.tier,
    reasons: tasks.map(reasonOf),
    lastOutcome: customer.last_outcome,
    lastCallOn: customer.last_call_at === null ? null : dayOfInstant(customer.last_call_at),
    consent: customer.consent === 1,
  }
  const parts = rankParts(ranked, on, floors)
  const [leading] = tasks
  return {
    customerId: customer.id,
    name: customer.name,
    tier: customer.tier,
    mobile: customer.mobile === null ? '' : maskMobile(customer.mobile),
    managerName: customer.manager_name ?? '',
    tasks: tasks.map(taskView),
    group: groupOf(leading?.kind ?? 'follow_up'),
    amountFen: amountOf(tasks),
    dueOn: tasks.map(({ due_on }) => due_on).sort()[0] ?? on,
    score: rankScore(parts),
    parts,
    points: rankPoints(parts),
    gate: closedGate(ranked, on, capDays),
    lastContactOn: customer.last_contact_on,
    lastOutcome: customer.last_outcome,
  }
}

/**
 * The rows of a work list as of the scope's day: open tasks, put together by customer (one row, one
 * contact, several reasons), in order of work. Four statements, whatever the size.
 */
export function workList(db: ReadDatabase, scope: CustomerScope, staffId: string | null): WorkList {
  const { on } = scope
  const ground = {
    on,
    floors: tierFloors(db, on),
    capDays: parameterInForce(db, 'contact.call_cap_days', on),
  }
  const groups = new Map<string, KnownTask[]>()
  const later = new Set<string>()
  for (const task of openTasks(db, scope, staffId)) {
    if (isPutOff(task, on)) {
      later.add(task.customer_id)
      continue
    }
    const group = groups.get(task.customer_id)
    if (group) group.push(task)
    else groups.set(task.customer_id, [task])
  }
  const customers = workCustomers(db, [...groups.keys()], on)
  const rows = [...groups]
    .flatMap(([customerId, tasks]) => {
      const customer = customers.get(customerId)
      return customer ? [toRow(customer, tasks, ground)] : []
    })
    .sort((a, b) => byRank({ ...a, id: a.customerId }, { ...b, id: b.customerId }))
  return {
    rows,
    putOff: [...later].filter((customerId) => !groups.has(customerId)).length,
    addresses: new Map([...customers.values()].map(({ id, address }) => [id, address])),
  }
}
