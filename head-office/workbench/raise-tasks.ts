import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { leastKeyFen } from '#domain/key-transactions/thresholds.ts'
import { type Day, instantOfDay } from '#domain/time/day.ts'
import { findReasons, ruledKinds } from '#domain/workbench/find-reasons.ts'
import type { Finding } from '#domain/workbench/finding.ts'
import { responsibleFor } from '#domain/workbench/responsible.ts'
import type { Task } from '#domain/workbench/task.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { BranchDay } from '../business-day/branch-steps.ts'
import { churnRules } from '../evaluation/rules.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import { keyThresholdsInForce } from '../parameters/key-thresholds.ts'
import { wireRow } from '../sources/wire-row.ts'
import { stageRows } from '../store/bulk-load.ts'
import { wireExpression } from '../store/columns.ts'
import { tierRules } from '../tiers/rules.ts'
import { casePages } from './case-files.ts'
import { readFacts } from './facts.ts'

/** The hour, shown time, at which the night's work is dated: 20:00 of the business date. */
const raisedAfterMs = 20 * 3_600_000

const taskTable = tableNamed('task')
const columns = taskTable.columns
  .map((column) => `${wireExpression(column, 't')} as ${column.name}`)
  .join(', ')

/** Tasks that stand and those somebody closed, by id; what the rules took back may come again. */
async function readTasks(client: pg.ClientBase, branchId: string): Promise<Map<string, Task>> {
  const { rows } = await client.query<Task>(
    `select ${columns} from task t where t.branch_id = $1 and t.state <> 'cancelled'`,
    [branchId],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * The task a finding asks for. What people did stays: a closed one is left closed, and an open one
 * keeps when it was raised, until when it was put off, and the earlier of two deadlines.
 */
function wanted(
  finding: Finding,
  about: { branchId: string; customerId: string; staffId: string; businessDate: Day },
  known: ReadonlyMap<string, Task>,
): Task {
  const { branchId, customerId, staffId, businessDate } = about
  const { kind, occasion } = finding
  const id = nameBasedId('rule', kind, `${customerId}:${occasion}`)
  const before = known.get(id)
  if (before?.state === 'done') return before
  const open = before?.state === 'open' ? before : null
  return {
    branch_id: branchId,
    id,
    customer_id: customerId,
    staff_id: staffId,
    kind,
    priority: finding.priority,
    due_on: open && open.due_on < finding.dueOn ? open.due_on : finding.dueOn,
    amount_fen: finding.amountFen,
    evidence: JSON.stringify(finding.evidence),
    rule_version: finding.ruleVersion,
    state: 'open',
    created_at: open?.created_at ?? instantOfDay(businessDate) + raisedAfterMs,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: before?.not_before ?? null,
    reason: null,
  }
}

/**
 * Stages the work list of a branch for a business date: raises what the rules find, brings open tasks
 * up to date (also to whoever stands in today), cancels open ones whose reason is gone, and keeps
 * what people closed or put off. Tasks that no rule raises (referrals) are not touched, unless the
 * customer has died. The same date twice comes out as it stands. Runs after the summaries of the date,
 * in the transaction that has locked the branch's scope; what is in memory is the facts and one page
 * of customers.
 */
export async function raiseTasks(
  client: pg.ClientBase,
  { branchId, date }: Pick<BranchDay, 'branchId' | 'date'>,
): Promise<void> {
  const ground = {
    churnRules: await churnRules(client, date),
    tierRules: await tierRules(client, date),
    contactCycle: await parameterInForce(client, 'contact.cycle_days', date),
    keyThresholds: await keyThresholdsInForce(client, date),
  }
  const facts = await readFacts(client, branchId, date, {
    leastKeyFen: leastKeyFen(ground.keyThresholds),
    churnRules: ground.churnRules,
  })
  const known = await readTasks(client, branchId)
  const isActive = (staffId: string) => facts.active.has(staffId)
  const found = new Set<string>()
  const dead = new Set<string>()
  const stage = (tasks: readonly Task[]) =>
    stageRows(
      client,
      'task',
      tasks.map((task) => wireRow(taskTable, task)),
    )
  for await (const page of casePages(client, branchId, facts, date, ground)) {
    const tasks = page.flatMap((file) => {
      const customerId = file.customer.id
      if (file.customer.deceased_on !== null) dead.add(customerId)
      const staffId = responsibleFor(facts.allocations.get(customerId) ?? [], isActive, date)
      if (staffId === null) return []
      const about = { branchId, customerId, staffId, businessDate: date }
      return findReasons(file).map((finding) => wanted(finding, about, known))
    })
    await stage(tasks.filter(({ id }) => !found.has(id) && found.add(id)))
  }
  const gone = [...known.values()].filter(
    ({ state, id, kind, customer_id }) =>
      state === 'open' && (dead.has(customer_id) || (ruledKinds.has(kind) && !found.has(id))),
  )
  await stage(gone.map((task) => ({ ...task, state: 'cancelled' })))
}
