import type pg from 'pg'
import { isRefusalSpan, taskEndingOf } from '#domain/next-action/refusals.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { isReopenable, reopened } from '#domain/workbench/reopening.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { looksAfter } from '../customers/looks-after.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, quarantined, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { isHis, readTasks } from '../workbench/standing-tasks.ts'
import { keepHeard } from './facts.ts'

const isIdOrNone = (value: string | null) => value === null || isId(value)

/** The task that raised what was refused ends with it, where it is still open and this person's. */
async function endTask(
  scene: CommandScene,
  writer: BranchWriter,
  payload: Parameters<typeof recordRefusal>[1],
): Promise<void> {
  if (payload.taskId === null || writer.branchId !== scene.branchId) return
  const [task] = await readTasks(scene.client, writer.branchId, [payload.taskId])
  if (task?.state !== 'open' || task.customer_id !== payload.customerId) return
  if (!(await isHis(scene, task))) return
  await writer.update('task', task.id, {
    state: 'done',
    completed_at: Math.min(payload.atMs, scene.nowMs),
    completed_by: scene.staff.id,
    ...taskEndingOf({ said_by: payload.saidBy, reason: payload.reason }),
    note: payload.note,
  })
}

/**
 * A fact: what a customer refused, until when, and why. Kept in any case; the task behind it ends where
 * it still can.
 */
export const recordRefusal: CommandHandler<'refusal.record'> = async (scene, payload) => {
  const { client, staff, nowMs } = scene
  const { refusalId, customerId, taskId, productId, atMs, until } = payload
  const fits =
    isIdOrNone(taskId) && isIdOrNone(productId) && isRefusalSpan(until, dayOfInstant(atMs))
  if (!fits) return quarantined('refusal.malformed')
  const about = { table: 'refusal', id: refusalId, customerId, atMs } as const
  return keepHeard(scene, { ...about, malformed: 'refusal.malformed' }, async (writer) => {
    await writer.insert('refusal', refusalId, {
      id: refusalId,
      customer_id: customerId,
      action: payload.action,
      task_id: taskId,
      asset_class: payload.assetClass,
      product_id: productId,
      said_by: payload.saidBy,
      reason: payload.reason,
      until,
      note: payload.note,
      staff_id: staff.id,
      at: atMs,
      taken_back_at: null,
      taken_back_by: null,
    })
    await endTask(scene, writer, payload)
    const { branchId } = writer
    const detail = { action: payload.action, saidBy: payload.saidBy, until }
    const entry = {
      branchId,
      actor: staff.staffNo,
      action: 'refusal.record',
      object: refusalId,
      detail,
    }
    await recordAudit(client, entry, nowMs)
  })
}

interface StandingRefusal {
  customer_id: string
  task_id: string | null
  taken_back_at: number | null
  taken_back_by: string | null
}

async function readRefusal(
  client: pg.ClientBase,
  branchId: string,
  refusalId: string,
): Promise<StandingRefusal | null> {
  if (!isId(refusalId)) return null
  const { rows } = await client.query<StandingRefusal>(
    `select r.customer_id::text, r.task_id::text,
       (extract(epoch from r.taken_back_at) * 1000)::float8 as taken_back_at, s.name as taken_back_by
     from refusal r left join staff s on s.branch_id = r.branch_id and s.id = r.taken_back_by
     where r.branch_id = $1 and r.id = $2`,
    [branchId, refusalId],
  )
  return rows[0] ?? null
}

/**
 * A decision: a refusal does not stand any more. The task it ended stands open again where the same
 * person ended it within a day.
 */
export const takeBackRefusal: CommandHandler<'refusal.takeBack'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const { refusalId, customerId, atMs } = payload
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  const writer = await BranchWriter.lock(client, branchId)
  const refusal = await readRefusal(client, branchId, refusalId)
  if (refusal?.customer_id !== customerId) return rejected('refusal.notFound')
  if (!(await looksAfter(scene, customerId))) return rejected('refusal.notYours')
  if (refusal.taken_back_at !== null) {
    const { taken_back_by: changedBy, taken_back_at: changedAtMs } = refusal
    const state = { field: 'state', mine: null, seen: null, current: null }
    return rejected('refusal.alreadyTakenBack', [{ ...state, changedBy, changedAtMs }])
  }
  await writer.update('refusal', refusalId, {
    taken_back_at: Math.min(atMs, nowMs),
    taken_back_by: staff.id,
  })
  const [task] = refusal.task_id ? await readTasks(client, branchId, [refusal.task_id]) : []
  if (task?.state === 'done' && isReopenable(task, staff.id, atMs)) {
    await writer.update('task', task.id, { ...reopened })
  }
  const entry = { branchId, actor: staff.staffNo, action: 'refusal.takeBack', object: refusalId }
  await recordAudit(client, entry, nowMs)
  return applied(writer.written)
}
