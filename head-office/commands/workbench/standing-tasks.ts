import type pg from 'pg'
import { customerAccess } from '#domain/organisation/roles.ts'
import { isId } from '../../server/parse.ts'
import { standingOf } from '../customers/managing.ts'
import { type Decision, rejected } from '../decision.ts'
import type { CommandScene } from '../handler.ts'

/** A task as it stands when a command about it is decided. */
export interface StandingTask {
  id: string
  kind: string
  customer_id: string
  staff_id: string
  state: string
  outcome: string | null
  note: string | null
  completed_at: number | null
  completed_by: string | null
  completed_by_name: string | null
}

/** The named tasks of the branch, in the order of their names; unknown ones are left out. */
export async function readTasks(
  client: pg.ClientBase,
  branchId: string,
  taskIds: readonly string[],
): Promise<StandingTask[]> {
  const { rows } = await client.query<StandingTask>(
    `select t.id::text, t.kind, t.customer_id::text, t.staff_id::text, t.state, t.outcome, t.note,
       (extract(epoch from t.completed_at) * 1000)::float8 as completed_at,
       t.completed_by::text, s.name as completed_by_name
     from task t
     left join staff s on s.branch_id = t.branch_id and s.id = t.completed_by
     where t.branch_id = $1 and t.id = any($2::uuid[])`,
    [branchId, taskIds.filter(isId)],
  )
  return taskIds.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

/** The task's own person, whoever sees the whole branch, or who looks after the customer now. */
export async function isHis(scene: CommandScene, task: StandingTask): Promise<boolean> {
  const { staff } = scene
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

/** Somebody else was first: says who, when and how. */
export function alreadyClosed(task: StandingTask, mine: string | null): Decision {
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

/**
 * The named tasks of one customer of which this person may dispose, or the refusal: every one must
 * be there, be the customer's, and be his or hers.
 */
export async function tasksOfCustomer(
  scene: CommandScene,
  customerId: string,
  taskIds: readonly string[],
): Promise<StandingTask[] | Decision> {
  const tasks = await readTasks(scene.client, scene.branchId, taskIds)
  if (tasks.length < taskIds.length || tasks.some((task) => task.customer_id !== customerId)) {
    return rejected('task.notFound')
  }
  for (const task of tasks) {
    if (!(await isHis(scene, task))) return rejected('task.notYours')
  }
  return tasks
}
