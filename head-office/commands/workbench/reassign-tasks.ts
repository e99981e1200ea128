import type pg from 'pg'
import { addDays, isDay } from '#domain/time/day.ts'
import { longestDelayDays } from '#domain/workbench/postponing.ts'
import { isId } from '../../server/parse.ts'
import { mayAct, staffStanding } from '../../staff/standing.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { moveReferralOf } from '../counter/follow-task.ts'
import { standingOf } from '../customers/managing.ts'
import { applied, appliedWithChanges, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { alreadyClosed, readTasks, type StandingTask } from './standing-tasks.ts'

interface Acting {
  id: string
  starts_today: boolean
}

/** Others who stand in for the customer on a day or later. */
async function othersActing(
  client: pg.ClientBase,
  branchId: string,
  customerId: string,
  staffId: string,
  on: string,
): Promise<Acting[]> {
  const { rows } = await client.query<Acting>(
    `select id::text, valid_from >= $4::date as starts_today from customer_manager
     where branch_id = $1 and customer_id = $2 and role = 'acting' and staff_id <> $3
       and coalesce(valid_to >= $4::date, true)`,
    [branchId, customerId, staffId, on],
  )
  return rows
}

/**
 * A decision of the branch head: open tasks change hands within the branch, and whoever takes over
 * stands in (代管) for their customers until a day, because a task one may not open is of no use.
 * Somebody else's standing in ends. Tasks that were closed meanwhile are left out, and the head is
 * told.
 */
export const reassignTasks: CommandHandler<'task.reassign'> = async (scene, payload) => {
  const { client, branchId, businessDate, staff, nowMs } = scene
  const { toStaffId, until, customers } = payload
  if (!staff.roles.includes('branch_head')) return rejected('request.forbidden')
  const ids = customers.flatMap(({ allocationId, customerId }) => [allocationId, customerId])
  if (!isDay(until) || !ids.every(isId)) return rejected('request.invalid')
  if (until < businessDate || until > addDays(businessDate, longestDelayDays)) {
    return rejected('task.tooFarOff')
  }
  const other = await staffStanding(client, toStaffId, branchId)
  if (!other || !mayAct(other) || !other.roles.includes('customer_manager')) {
    return rejected('staff.notAvailable')
  }
  const writer = await BranchWriter.lock(client, branchId)
  const named = customers.flatMap(({ taskIds }) => taskIds)
  const tasks = await readTasks(client, branchId, named)
  const byId = new Map(tasks.map((task) => [task.id, task]))
  let moved = 0
  for (const { customerId, allocationId, taskIds } of customers) {
    const open = taskIds
      .map((id) => byId.get(id))
      .filter((task): task is StandingTask => task?.state === 'open')
      .filter((task) => task.customer_id === customerId && task.staff_id !== toStaffId)
    if (open.length === 0) continue
    for (const task of open) {
      await writer.update('task', task.id, { staff_id: toStaffId })
      await moveReferralOf(scene, writer, task, toStaffId)
    }
    moved += open.length
    for (const acting of await othersActing(
      client,
      branchId,
      customerId,
      toStaffId,
      businessDate,
    )) {
      if (acting.starts_today) await writer.remove('customer_manager', acting.id, 'deleted', nowMs)
      else
        await writer.update('customer_manager', acting.id, { valid_to: addDays(businessDate, -1) })
    }
    const standing = await standingOf(client, branchId, customerId, toStaffId, businessDate)
    if (standing === 'manages') continue
    await writer.insert('customer_manager', allocationId, {
      id: allocationId,
      customer_id: customerId,
      staff_id: toStaffId,
      role: 'acting',
      valid_from: businessDate,
      valid_to: until,
    })
  }
  const [first] = tasks
  if (moved === 0) return first ? alreadyClosed(first, null) : rejected('task.notFound')
  return moved < named.length
    ? appliedWithChanges('task.alreadyClosed', writer.written)
    : applied(writer.written)
}
