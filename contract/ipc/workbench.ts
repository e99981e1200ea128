import { z } from 'zod'
import { taskOutcomes, unsuitableReasons } from '#domain/workbench/task.ts'
import { standInReasons } from '../sync/commands.ts'
import { channel } from './channel.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const note = z.string().trim().max(400).nullable()
const given = z.strictObject({ commandId: z.string() })

/** Who works with customers on screen. */
const bookRoles = ['customer_manager', 'branch_head', 'operations_supervisor'] as const

/** Tasks of one customer, closed or put off by one act. */
const taskIds = z.array(id).min(1).max(30)

/** What is done on the workbench. */
export const workbenchChannels = {
  'workbench.completeTask': channel(
    bookRoles,
    z.strictObject({ taskId: id, outcome: z.enum(taskOutcomes), note }),
    given,
    'workbench',
  ),
  /** Closes all the reasons of one row with one outcome. */
  'workbench.complete': channel(
    bookRoles,
    z.strictObject({ taskIds, outcome: z.enum(taskOutcomes), note }),
    given,
    'workbench',
  ),
  /** The rules were wrong about this customer: closes the reasons and says why. */
  'workbench.dismiss': channel(
    bookRoles,
    z.strictObject({ taskIds, reason: z.enum(unsuitableReasons), note }),
    given,
    'workbench',
  ),
  /** Puts the reasons off; they come up again on `until` (at most 30 days on). */
  'workbench.postpone': channel(
    bookRoles,
    z.strictObject({ taskIds, until: day, note }),
    given,
    'workbench',
  ),
  /** Somebody else of the branch takes over, standing in for the customers until a day. */
  'workbench.reassign': channel(
    ['branch_head'],
    z.strictObject({
      taskIds: z.array(id).min(1).max(200),
      toStaffId: id,
      until: day,
      reason: z.enum(standInReasons),
    }),
    given,
    'workbench',
  ),
}
