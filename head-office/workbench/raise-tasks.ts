import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { type Day, instantOfDay } from '#domain/time/day.ts'
import { findReasons } from '#domain/workbench/find-reasons.ts'
import type { Finding } from '#domain/workbench/finding.ts'
import { responsibleFor } from '#domain/workbench/responsible.ts'
import type { Task } from '#domain/workbench/task.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { wireExpression } from '../store/columns.ts'
import { lockScopes } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { tierFloors } from '../summary/tiers.ts'
import { casePages } from './case-files.ts'
import { readFacts } from './facts.ts'

/** What {@link raiseTasks} looks at. */
export interface RaiseOptions {
  /** The day whose close the tables hold; summaries must be those of this day. */
  businessDate: Day
  /** Default: every branch that has customers. */
  branchIds?: readonly string[]
  onProgress?: (done: number, total: number) => void
}

/** What a night did to the work lists. */
export interface RaiseCounts {
  raised: number
  changed: number
  cancelled: number
  unchanged: number
}

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

async function raiseInBranch(
  pool: pg.Pool,
  branchId: string,
  businessDate: Day,
): Promise<RaiseCounts> {
  return inTransaction(pool, 'write', async (client) => {
    await client.query(`set local statement_timeout = '10min'`)
    // Commands close and move tasks too: nobody may between our reading and writing.
    await lockScopes(client, [branchId])
    const floors = await tierFloors(client, businessDate)
    const facts = await readFacts(client, branchId, businessDate)
    const known = await readTasks(client, branchId)
    const isActive = (staffId: string) => facts.active.has(staffId)
    const found = new Set<string>()
    for await (const page of casePages(client, branchId, facts, businessDate, floors)) {
      const tasks = page.flatMap((file) => {
        const customerId = file.customer.id
        const mine = facts.allocations.get(customerId) ?? []
        const staffId = responsibleFor(mine, isActive, businessDate)
        if (staffId === null) return []
        const about = { branchId, customerId, staffId, businessDate }
        return findReasons(file).map((finding) => wanted(finding, about, known))
      })
      const fresh = tasks.filter(({ id }) => !found.has(id) && found.add(id))
      await stageRows(
        client,
        'task',
        fresh.map((task) => wireRow(taskTable, task)),
      )
    }
    const gone = [...known.values()].filter(({ state, id }) => state === 'open' && !found.has(id))
    const cancelled = gone.map((task) => wireRow(taskTable, { ...task, state: 'cancelled' }))
    await stageRows(client, 'task', cancelled)
    const counts = (await mergeStaged(client)).get('task')
    return {
      raised: counts?.inserted ?? 0,
      changed: (counts?.updated ?? 0) - gone.length,
      cancelled: gone.length,
      unchanged: counts?.unchanged ?? 0,
    }
  })
}

async function branchesWithCustomers(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select distinct branch_id::text as id from customer order by id',
  )
  return rows.map(({ id }) => id)
}

/**
 * Writes the work lists of a business date, one transaction a branch: raises what the rules find,
 * brings open tasks up to date (also to whoever stands in today), cancels open ones whose reason is
 * gone, and keeps what people closed or put off. The same date twice changes nothing. Call it after
 * `refreshSummaries` of the same date.
 */
export async function raiseTasks(pool: pg.Pool, options: RaiseOptions): Promise<RaiseCounts> {
  const { businessDate, onProgress } = options
  const branchIds = options.branchIds ?? (await branchesWithCustomers(pool))
  const total: RaiseCounts = { raised: 0, changed: 0, cancelled: 0, unchanged: 0 }
  for (const [index, branchId] of branchIds.entries()) {
    const counts = await raiseInBranch(pool, branchId, businessDate)
    total.raised += counts.raised
    total.changed += counts.changed
    total.cancelled += counts.cancelled
    total.unchanged += counts.unchanged
    onProgress?.(index + 1, branchIds.length)
  }
  return total
}
