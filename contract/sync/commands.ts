import { z } from 'zod'
import { correctableFields } from '#domain/customers/correction.ts'
import { contactChannels, contactOutcomes } from '#domain/customers/contact.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { denialReasons, typeVerdicts } from '#domain/customers/type-verdict.ts'
import { cardNoteLength, cardSteps, falseAlarmReasons } from '#domain/key-transactions/states.ts'
import { taskEndings, unsuitableReasons } from '#domain/workbench/task.ts'
import { referralReasons } from '#domain/counter/reasons.ts'
import { referralFailures } from '#domain/counter/referral.ts'
import { foundByWays, visitActs, visitCutOffs } from '#domain/counter/visit.ts'
import { assessmentCommands } from './assessment-commands.ts'
import { classifyPartySchema } from './flow-commands.ts'
import {
  changeGroupSchema,
  createGroupSchema,
  deleteGroupSchema,
  setMembersSchema,
} from './group-commands.ts'
import { recordConsentSchema, withdrawConsentSchema } from './consent-commands.ts'
import { learningCommands } from './learning-commands.ts'
import { recordRelationSchema, withdrawRelationSchema } from './relation-commands.ts'
import {
  recordNeedSchema,
  recordRefusalSchema,
  settleNeedSchema,
  takeBackRefusalSchema,
} from './next-action-commands.ts'
import { actOnRiskCaseSchema } from './risk.ts'
import {
  askViewingSchema,
  decideViewingSchema,
  endViewingSchema,
  openViewingSchema,
} from './viewing-commands.ts'
import { resolutions } from './supervision.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** A fact: what happened between a member of staff and a customer. `contactId` is made by the terminal. */
export const logContactSchema = z.strictObject({
  contactId: id,
  customerId: id,
  atMs: z.int(),
  channel: z.enum(contactChannels),
  outcome: z.enum(contactOutcomes),
  summary: z.string().max(1000),
  nextOn: day.nullable(),
  durationMinutes: z.int().min(0).max(1440).nullable(),
})

/**
 * A decision: closes a task with an outcome. `alsoIds` are further reasons of the same customer that
 * the same act closes; `reason` stands with `not_suitable` alone.
 */
export const completeTaskSchema = z.strictObject({
  taskId: id,
  customerId: id,
  outcome: z.enum(taskEndings),
  note: z.string().max(400).nullable(),
  atMs: z.int(),
  alsoIds: z.array(id).max(30).optional(),
  reason: z.enum(unsuitableReasons).optional(),
})

/** A decision: puts tasks of one customer off; they come up again on `until`. */
export const postponeTaskSchema = z.strictObject({
  taskIds: z.array(id).min(1).max(30),
  customerId: id,
  until: day,
  note: z.string().max(400).nullable(),
  atMs: z.int(),
})

/** A decision: takes back that tasks of one customer were closed or put off, by the same person. */
export const reopenTaskSchema = z.strictObject({
  taskIds: z.array(id).min(1).max(30),
  customerId: id,
  atMs: z.int(),
})

/** Why somebody else takes over: 休假 培训 忙不过来. */
export const standInReasons = ['leave', 'training', 'workload'] as const

/**
 * A decision of the branch head: somebody else of the branch takes over tasks, and stands in (代管)
 * for their customers until a day. The terminal makes the ids of the allocations.
 */
export const reassignTasksSchema = z.strictObject({
  toStaffId: id,
  /** Business date of the data on which the head decided. */
  from: day,
  until: day,
  reason: z.enum(standInReasons),
  customers: z
    .array(
      z.strictObject({
        customerId: id,
        allocationId: id,
        taskIds: z.array(id).min(1).max(30),
      }),
    )
    .min(1)
    .max(100),
  atMs: z.int(),
})

/** A decision: proposes other values for fields of a customer; compare-and-set on each field. */
export const proposeCorrectionSchema = z.strictObject({
  correctionIds: z.array(id).min(1).max(12),
  customerId: id,
  changes: z
    .array(
      z.strictObject({
        field: z.enum(correctableFields),
        from: z.string().max(200).nullable(),
        to: z.string().max(200).nullable(),
      }),
    )
    .min(1)
    .max(12),
  evidence: z.string().min(1).max(200),
  atMs: z.int(),
})

/**
 * A decision: says of a type of a customer that it is so, is not, or takes that back. `seen` are keys of
 * the evidence that stood there; `reason` stands with `denied` alone. The terminal makes `verdictId`.
 */
export const judgeTypeSchema = z.strictObject({
  verdictId: id,
  customerId: id,
  type: z.enum(customerTypes),
  verdict: z.enum(typeVerdicts),
  reason: z.enum(denialReasons).nullable(),
  seen: z.array(z.string().max(120)).max(12),
  atMs: z.int(),
})

/**
 * Where a visit stands: only one that is not open any more has an end, and only one that ended a reason
 * why nobody ended it (null: the person did).
 */
export const visitStationSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('open') }),
  z.strictObject({ state: z.enum(['waiting', 'left']), endedAtMs: z.int() }),
  z.strictObject({
    state: z.literal('ended'),
    endedAtMs: z.int(),
    cutOff: z.enum(visitCutOffs).nullable(),
  }),
])
export type VisitStation = z.infer<typeof visitStationSchema>

/**
 * A fact: where a visit stands and what was done. Reports of one visit add up, in whatever order and
 * however often they come. `visitId` is made by the terminal.
 */
export const recordVisitSchema = z.strictObject({
  visitId: id,
  customerId: id,
  openedAtMs: z.int(),
  foundBy: z.enum(foundByWays),
  suggested: z.int().min(0).max(9),
  acts: z.array(z.enum(visitActs)).max(visitActs.length),
  station: visitStationSchema,
})

/**
 * A fact: a customer who is here is referred to a manager. `toStaffId` is whom the screen named;
 * head office decides again. Ids of referral and task are made by the terminal.
 */
export const createReferralSchema = z.strictObject({
  referralId: id,
  taskId: id,
  visitId: id,
  customerId: id,
  toStaffId: id,
  reason: z.enum(referralReasons),
  atMs: z.int(),
})

/** A decision: moves a referral on. `feedback` is for the person who referred. */
export const advanceReferralSchema = z.strictObject({
  referralId: id,
  customerId: id,
  to: z.enum(['accepted', 'returned', 'contacted', 'succeeded', 'failed']),
  failure: z.enum(referralFailures).nullable(),
  feedback: z.string().max(200).nullable(),
  atMs: z.int(),
})

/** A decision: moves a card of key transactions on. `reason` stands with `false_alarm` alone. */
export const advanceCardSchema = z.strictObject({
  cardId: id,
  customerId: id,
  to: z.enum(cardSteps),
  reason: z.enum(falseAlarmReasons).nullable(),
  note: z.string().max(cardNoteLength).nullable(),
  atMs: z.int(),
})

/** A decision of a supervisor about a refused submission of the branch; `reason` is for its author. */
export const settleSubmissionSchema = z.strictObject({
  commandId: id,
  resolution: z.enum(resolutions),
  reason: z.string().trim().min(2).max(200),
})

/**
 * A fact: the author of a refused submission has dealt with it without giving another one. `reason` is
 * null where he or she took over what head office holds.
 */
export const dismissSubmissionSchema = z.strictObject({
  commandId: id,
  reason: z.string().trim().min(1).max(200).nullable(),
})

/**
 * Every command as it is given now; its class decides whether head office may refuse it. What was given
 * under an earlier version is read by `earlier-versions.ts`.
 */
export const commandDefinitions = {
  'contact.log': { version: 1, kind: 'fact', payload: logContactSchema },
  'task.complete': { version: 1, kind: 'decision', payload: completeTaskSchema },
  'task.postpone': { version: 1, kind: 'decision', payload: postponeTaskSchema },
  'task.reopen': { version: 1, kind: 'decision', payload: reopenTaskSchema },
  'task.reassign': { version: 1, kind: 'decision', payload: reassignTasksSchema },
  'customer.proposeCorrection': { version: 1, kind: 'decision', payload: proposeCorrectionSchema },
  'customer.judgeType': { version: 1, kind: 'decision', payload: judgeTypeSchema },
  'customer.classifyParty': { version: 1, kind: 'decision', payload: classifyPartySchema },
  'counter.recordVisit': { version: 2, kind: 'fact', payload: recordVisitSchema },
  'referral.create': { version: 1, kind: 'fact', payload: createReferralSchema },
  'referral.advance': { version: 1, kind: 'decision', payload: advanceReferralSchema },
  'keyTransaction.advance': { version: 1, kind: 'decision', payload: advanceCardSchema },
  'refusal.record': { version: 1, kind: 'fact', payload: recordRefusalSchema },
  'refusal.takeBack': { version: 1, kind: 'decision', payload: takeBackRefusalSchema },
  'relation.record': { version: 1, kind: 'fact', payload: recordRelationSchema },
  'relation.withdraw': { version: 1, kind: 'decision', payload: withdrawRelationSchema },
  'consent.record': { version: 1, kind: 'fact', payload: recordConsentSchema },
  'consent.withdraw': { version: 1, kind: 'fact', payload: withdrawConsentSchema },
  'need.record': { version: 1, kind: 'fact', payload: recordNeedSchema },
  'need.settle': { version: 1, kind: 'decision', payload: settleNeedSchema },
  'group.create': { version: 1, kind: 'decision', payload: createGroupSchema },
  'group.change': { version: 1, kind: 'decision', payload: changeGroupSchema },
  'group.setMembers': { version: 1, kind: 'decision', payload: setMembersSchema },
  'group.delete': { version: 1, kind: 'decision', payload: deleteGroupSchema },
  'group.restore': { version: 1, kind: 'decision', payload: deleteGroupSchema },
  ...learningCommands,
  'viewing.ask': { version: 1, kind: 'decision', payload: askViewingSchema },
  'viewing.decide': { version: 1, kind: 'decision', payload: decideViewingSchema },
  'viewing.end': { version: 1, kind: 'decision', payload: endViewingSchema },
  'viewing.open': { version: 1, kind: 'fact', payload: openViewingSchema },
  'riskCase.act': { version: 1, kind: 'decision', payload: actOnRiskCaseSchema },
  ...assessmentCommands,
  'submission.settle': { version: 1, kind: 'decision', payload: settleSubmissionSchema },
  'submission.dismissed': { version: 1, kind: 'fact', payload: dismissSubmissionSchema },
} as const

/** Name of a command. */
export type CommandName = keyof typeof commandDefinitions

/** Payload of a command. */
export type CommandPayload<Name extends CommandName> = z.infer<
  (typeof commandDefinitions)[Name]['payload']
>

/** Names of all commands. */
export const commandNames = Object.keys(commandDefinitions) as CommandName[]

/**
 * A command as it is pushed. `seq` counts 1, 2, 3 … for a device epoch. `payload` is checked
 * against the schema of `name` and `version` by head office, and lifted to the version of today; what
 * does not fit is quarantined.
 */
export const commandSchema = z.strictObject({
  seq: z.int().min(1),
  commandId: id,
  name: z.string().max(60),
  version: z.int(),
  staffId: id,
  /** The signed grant under which the person gave the command. */
  grant: z.string().max(4000),
  deviceTimeMs: z.int(),
  /** Server time minus device time as last measured, ms. */
  clockOffsetMs: z.int(),
  /** `rev` of the rows the person saw, by `table:id`. */
  baseRevs: z.record(z.string(), z.int()),
  dependsOn: id.nullable(),
  supersedes: id.nullable(),
  /**
   * Its author has dealt with its refusal. It goes up again only to fill its number at another
   * database, which must not accept it now.
   */
  dealtWith: z.literal(true).optional(),
  payload: z.unknown(),
})
export type Command = z.infer<typeof commandSchema>

/** `POST /v1/commands`. */
export const pushRequestSchema = z.strictObject({
  deviceEpoch: z.int(),
  /**
   * Epoch of the session under which the terminal chose what to push. What arrives late at a restored
   * database is refused: its author may have dealt with the answer it got before.
   */
  epoch: z.string().max(64).optional(),
  commands: z.array(commandSchema).min(1).max(200),
})
export type PushRequest = z.infer<typeof pushRequestSchema>

/** A field whose standing value is not the one the person saw. */
export const conflictSchema = z.object({
  field: z.string(),
  mine: z.string().nullable(),
  seen: z.string().nullable(),
  current: z.string().nullable(),
  changedBy: z.string().nullable(),
  changedAtMs: z.int().nullable(),
})
export type FieldConflict = z.infer<typeof conflictSchema>

/** How a command ended. `retry` is the only outcome that is not final. */
export const outcomes = [
  'applied',
  'applied_with_changes',
  'rejected',
  'quarantined',
  'retry',
] as const
export type Outcome = (typeof outcomes)[number]

/** The stored answer to one command; the same answer is given however often it is pushed. */
export const commandResultSchema = z.object({
  seq: z.int(),
  commandId: z.string(),
  outcome: z.enum(outcomes),
  /** Error code of a rejection or quarantine, or the note of `applied_with_changes`. */
  code: z.string().nullable(),
  conflicts: z.array(conflictSchema),
  /** `rev` after the command of the rows it changed, by `table:id`. */
  revs: z.record(z.string(), z.int()),
  /** Branch version the effects carry; 0 where nothing changed. */
  ver: z.int(),
  decidedAtMs: z.int(),
})
export type CommandResult = z.infer<typeof commandResultSchema>

/** Reply to a push: one result per command, in order. */
export const pushReplySchema = z.object({
  epoch: z.string(),
  serverTimeMs: z.int(),
  results: z.array(commandResultSchema),
})
export type PushReply = z.infer<typeof pushReplySchema>
