import type pg from 'pg'
import { customerAccess } from '#domain/organisation/roles.ts'
import { isId } from '../../server/parse.ts'
import type { StaffStanding } from '../../staff/standing.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { managingBranch, standingOf } from '../customers/managing.ts'
import { applied, type Decision, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'

interface TaskRow {
  customer_id: string
  staff_id: string
  state: string
  outcome: string | null
  completed_at: number | null
  completed_by_name: string | null
}

async function readTask(
  client: pg.ClientBase,
  branchId: string,
  taskId: string,
): Promise<TaskRow | null> {
  const { rows } = await client.query<TaskRow>(
    `select t.customer_id::text, t.staff_id::text, t.state, t.outcome,
       (extract(epoch from t.completed_at) * 1000)::float8 as completed_at,
       s.name as completed_by_name
     from task t
     left join staff s on s.branch_id = t.branch_id and s.id = t.completed_by
     where t.branch_id = $1 and t.id = $2`,
    [branchId, taskId],
  )
  return rows[0] ?? null
}

/** The task's own person, whoever sees the whole branch, or who looks after the customer now. */
async function isHis(scene: CommandScene, staff: StaffStanding, task: TaskRow): Promise<boolean> {
  if (task.staff_id === staff.id || customerAccess(staff.roles) === 'branch') return true
  const standing = await standingOf(
    scene.client,
    scene.branchId,
    task.customer_id,
    staff.id,
    scene.businessDate,
  )
  return standing === 'manages'
}

function alreadyClosed(task: TaskRow, mine: string): Decision {
  return rejected('task.alreadyClosed', [
    {
      field: 'outcome',
      mine,
      seen: null,
      current: task.outcome ?? task.state,
      changedBy: task.completed_by_name,
      changedAtMs: task.completed_at,
    },
  ])
}

/** A decision: closes an open task once. Two people closing one task: the second one is told who did. */
export const completeTask: CommandHandler<'task.complete'> = async (scene, payload) => {
  const { client, staff, branchId } = scene
  const managedBy = await managingBranch(client, payload.customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  if (!isId(payload.taskId)) return rejected('task.notFound')
  const writer = await BranchWriter.lock(client, branchId)
  const task = await readTask(client, branchId, payload.taskId)
  if (!task || task.customer_id !== payload.customerId) return rejected('task.notFound')
  if (task.state !== 'open') return alreadyClosed(task, payload.outcome)
  if (!(await isHis(scene, staff, task))) return rejected('task.notYours')
  await writer.update('task', payload.taskId, {
    state: 'done',
    completed_at: Math.min(payload.atMs, scene.nowMs),
    completed_by: staff.id,
    outcome: payload.outcome,
    note: payload.note,
  })
  return applied(writer.written)
}
