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
import { groupOf, type TaskGroup } from '#domain/workbench/groups.ts'
import { isPutOff } from '#domain/workbench/postponing.ts'
import {
  byRank,
  closedGate,
  type Ranked,
  type RankedReason,
  type RankedRow,
  type RankParts,
  rankParts,
  rankPoints,
  rankScore,
} from '#domain/workbench/rank.ts'
import { taskView } from './task-view.ts'

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

/** A customer with the open reasons, and the place in the order of work. */
export interface WorkItem extends Ranked {
  customer: WorkCustomer
  /** The most urgent first; never empty. */
  tasks: readonly KnownTask[]
  group: TaskGroup
  parts: RankParts
}

/** Parameters in force that the order looks at. */
interface RankGround {
  on: Day
  floors: TierFloors
  capDays: number
}

function toItem(
  customer: WorkCustomer,
  tasks: readonly KnownTask[],
  { on, floors, capDays }: RankGround,
): WorkItem {
  const ranked: RankedRow = {
    tier: customer.tier,
    reasons: tasks.map(reasonOf),
    lastOutcome: customer.last_outcome,
    lastCallOn: customer.last_call_at === null ? null : dayOfInstant(customer.last_call_at),
    consent: customer.consent === 1,
  }
  const parts = rankParts(ranked, on, floors)
  return {
    id: customer.id,
    customer,
    tasks,
    group: groupOf(tasks[0]?.kind ?? 'follow_up'),
    parts,
    score: rankScore(parts),
    gate: closedGate(ranked, on, capDays),
    dueOn: tasks.map(({ due_on }) => due_on).sort()[0] ?? on,
  }
}

/**
 * The work list of somebody, or of a branch, as of the scope's day: open tasks put together by
 * customer (one row, one contact, several reasons), in order of work. Four statements, whatever
 * the size. The order is total, so pages cut from it fit each other.
 */
export function workOrder(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string | null,
): WorkItem[] {
  const { on } = scope
  const ground = {
    on,
    floors: tierFloors(db, on),
    capDays: parameterInForce(db, 'contact.call_cap_days', on),
  }
  const byCustomer = new Map<string, KnownTask[]>()
  for (const task of openTasks(db, scope, staffId)) {
    if (isPutOff(task, on)) continue
    const tasks = byCustomer.get(task.customer_id)
    if (tasks) tasks.push(task)
    else byCustomer.set(task.customer_id, [task])
  }
  const customers = workCustomers(db, [...byCustomer.keys()], on)
  return [...byCustomer]
    .flatMap(([customerId, tasks]) => {
      const customer = customers.get(customerId)
      return customer ? [toItem(customer, tasks, ground)] : []
    })
    .sort(byRank)
}

/** An item as screens show it, masked; `place` counts from 1. */
export function workRow({ customer, tasks, ...item }: WorkItem, place: number): WorkRow {
  return {
    customerId: customer.id,
    place,
    name: customer.name,
    tier: customer.tier,
    mobile: customer.mobile === null ? '' : maskMobile(customer.mobile),
    managerName: customer.manager_name ?? '',
    tasks: tasks.map(taskView),
    group: item.group,
    amountFen: amountOf(tasks),
    dueOn: item.dueOn,
    score: item.score,
    parts: item.parts,
    points: rankPoints(item.parts),
    gate: item.gate,
    lastContactOn: customer.last_contact_on,
    lastOutcome: customer.last_outcome,
  }
}

/** A page of an order of work, of one group or of all. */
export function workPage(
  order: readonly WorkItem[],
  { offset, limit, group = null }: { offset: number; limit: number; group?: TaskGroup | null },
): { total: number; rows: WorkRow[] } {
  const placed = order
    .map((item, index) => ({ item, place: index + 1 }))
    .filter(({ item }) => group === null || item.group === group)
  return {
    total: placed.length,
    rows: placed.slice(offset, offset + limit).map(({ item, place }) => workRow(item, place)),
  }
}
