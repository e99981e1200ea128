import { z } from 'zod'
import { taskGroups } from '#domain/workbench/groups.ts'
import { papers, paperWays } from '#domain/workbench/papers.ts'
import { taskOutcomes, unsuitableReasons } from '#domain/workbench/task.ts'
import { standInReasons } from '../sync/commands.ts'
import { channel } from './channel.ts'
import { printStampSchema } from './paper.ts'
import {
  teamSchema,
  visitSchema,
  workbenchPanelsSchema,
  workbenchSchema,
  workLogSchema,
  workPageSchema,
  workRowSchema,
} from './workbench-views.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const note = z.string().trim().max(400).nullable()
const page = z.strictObject({ offset: z.int().min(0), limit: z.int().min(1).max(100) })
const given = z.strictObject({ commandId: z.string() })

/** Who works with customers on screen. */
const bookRoles = ['customer_manager', 'branch_head', 'operations_supervisor'] as const

/** Tasks of one customer, closed or put off by one act. */
const taskIds = z.array(id).min(1).max(30)

/** What is seen and done on the workbench. */
export const workbenchChannels = {
  /** The figures of the own book and the numbers of the work list. */
  'workbench.open': channel(bookRoles, z.null(), workbenchSchema, 'workbench'),
  /** Rows of the own work list in order of work; of one group, or of all. */
  'workbench.rows': channel(
    bookRoles,
    page.extend({ group: z.enum(taskGroups).nullable() }),
    workPageSchema,
    'workbench',
  ),
  /**
   * Whom a round of contacts calls: those named who are still on the list, in that order; where
   * nobody is, the first who may be contacted.
   */
  'workbench.round': channel(
    bookRoles,
    z.strictObject({ customerIds: z.array(id).max(30) }),
    z.strictObject({ rows: z.array(workRowSchema) }),
    'workbench',
  ),
  /** What stands beside it: large movements, the course of AUM, what ends in 14 days. */
  'workbench.panels': channel(bookRoles, z.null(), workbenchPanelsSchema, 'workbench'),
  /** The branch by manager. */
  'workbench.team': channel(['branch_head'], z.null(), teamSchema, 'workbench'),
  /** One manager's rows. */
  'workbench.member': channel(
    ['branch_head'],
    page.extend({ staffId: id }),
    workPageSchema,
    'workbench',
  ),
  /** The first rows of the own list with addresses, to be printed. */
  'workbench.visits': channel(
    bookRoles,
    z.strictObject({ limit: z.int().min(1).max(60) }),
    z.strictObject({ businessDate: day, total: z.int(), visits: z.array(visitSchema) }),
    'workbench',
  ),
  /** What was done today and what is left: own, or of the branch. */
  'workbench.log': channel(bookRoles, z.null(), workLogSchema, 'workbench'),
  /**
   * A page goes on paper. The usage record says what, why and which way, and is durable before the
   * answer, which holds what the watermark says. `printId` is good for one printing, soon.
   */
  'workbench.print': channel(
    bookRoles,
    z.strictObject({
      document: z.enum(papers),
      way: z.enum(paperWays),
      lines: z.int().min(0).max(1000),
    }),
    printStampSchema,
    'workbench',
  ),
  /** The shell asks before anything is printed: throws `print.notRecorded` without a record. */
  'workbench.takePrint': channel(
    'session',
    z.strictObject({ printId: z.string().max(64) }),
    z.null(),
  ),
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
  /** Takes back what the same person closed or put off today. */
  'workbench.reopen': channel(bookRoles, z.strictObject({ taskIds }), given, 'workbench'),
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
