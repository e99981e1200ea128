import { z } from 'zod'
import { errorCodes } from '../errors.ts'
import { commandNames, conflictSchema } from '../sync/commands.ts'
import { commandStates } from '../sync/states/command.ts'
import { mostOwnAsked, resolutions, settlementSchema } from '../sync/supervision.ts'
import { channel } from './channel.ts'
import { readingSchema } from './reading.ts'

/** A field of a rejected correction, masked, with what stands at head office. */
export const conflictViewSchema = z.strictObject(conflictSchema.shape)

/** One of the person's own commands. */
export const submissionSchema = z.strictObject({
  commandId: z.string(),
  name: z.enum(commandNames as [string, ...string[]]),
  /** Customer as this person may see the name. */
  customerName: z.string().nullable(),
  customerId: z.string().nullable(),
  /** Words that tell this command from the next: outcome, fields, task kind. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  givenAtMs: z.int(),
  state: z.enum(commandStates),
  code: z.enum(errorCodes).nullable(),
  conflicts: z.array(conflictViewSchema),
  decidedAtMs: z.int().nullable(),
  attempts: z.int(),
})
export type Submission = z.infer<typeof submissionSchema>

/** A refused submission of the branch, for whoever supervises it; nothing of what was written in it. */
export const supervisedViewSchema = z.strictObject({
  commandId: z.string(),
  /** Name of the command; empty where not even that could be read. */
  name: z.string(),
  authorName: z.string().nullable(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  state: z.enum(['rejected', 'quarantined']),
  code: z.enum(errorCodes).nullable(),
  givenAtMs: z.int(),
  decidedAtMs: z.int(),
  deviceName: z.string().nullable(),
  /** Its author may give another one in its place. */
  repairable: z.boolean(),
  /** The person's own. */
  own: z.boolean(),
  /** Settled on this PC, and not answered by head office yet. */
  settling: z.enum(resolutions).nullable(),
})
export type SupervisedView = z.infer<typeof supervisedViewSchema>

/** What waits for a supervisor, as head office said it at `loadedAtMs`. */
export const supervisionSchema = z.strictObject({
  items: z.array(supervisedViewSchema),
  /** How many wait beyond those. */
  more: z.int(),
  ...readingSchema.shape,
})
export type Supervision = z.infer<typeof supervisionSchema>

/** How fresh one kind of data on this PC is. */
export const freshnessSchema = z.strictObject({
  table: z.string(),
  rows: z.int(),
  version: z.int(),
  asOfMs: z.int().nullable(),
})

const commandId = z.strictObject({ commandId: z.string().max(64) })

/** A person's own submissions, and how fresh this PC's data is. */
export const syncChannels = {
  'sync.submissions': channel(
    'session',
    z.strictObject({ group: z.enum(['open', 'rejected', 'done']) }),
    z.array(submissionSchema),
    'sync',
  ),
  'sync.freshness': channel(
    'session',
    z.null(),
    z.strictObject({
      cacheBytes: z.int(),
      integrity: z.enum(['ok', 'unknown', 'damaged']),
      tables: z.array(freshnessSchema),
    }),
    'sync',
  ),
  'sync.retry': channel('session', z.null(), z.null(), 'sync'),
  /** Only before it was first sent. */
  'sync.withdraw': channel('session', commandId, z.null(), 'sync'),
  'sync.dismiss': channel(
    'session',
    commandId.extend({ reason: z.string().trim().min(1).max(200) }),
    z.null(),
    'sync',
  ),
  /** Repairs a rejected correction: for the fields named, the own value is proposed again. */
  'sync.repair': channel(
    'session',
    commandId.extend({ keepMine: z.array(z.string().max(40)).max(12) }),
    z.strictObject({ commandId: z.string().nullable() }),
    'sync',
  ),
  /** What waits for a supervisor of the branch; asks head office. */
  'sync.supervision': channel(['branch_head'], z.null(), supervisionSchema, 'sync'),
  'sync.settle': channel(
    ['branch_head'],
    commandId.extend({
      resolution: z.enum(resolutions),
      reason: z.string().trim().min(2).max(200),
    }),
    z.null(),
    'sync',
  ),
  /** How supervisors settled the person's own; nothing while head office cannot be reached. */
  'sync.settlements': channel(
    'session',
    z.strictObject({ commandIds: z.array(z.string().max(64)).max(mostOwnAsked) }),
    z.array(z.strictObject(settlementSchema.shape)),
  ),
  /** Diagnostics without customer data; text the person may hand to IT. */
  'sync.diagnostics': channel('session', z.null(), z.strictObject({ text: z.string() }), 'sync'),
}
