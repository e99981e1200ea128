import { z } from 'zod'
import { signKinds } from '#domain/anomalies/signs.ts'
import { appealCorrectionsSchema, moduleCorrectionsSchema } from '#domain/assessment/corrections.ts'
import { assessmentFactsSchema, exemptionKinds, exemptionScopes } from '#domain/assessment/facts.ts'
import { appealStates, periodStates, reasonLength, signStates } from '#domain/assessment/records.ts'
import { assessmentSchemeSchema, gateKinds, scoreParts } from '#domain/assessment/scheme.ts'
import { outcomes } from '#domain/assessment/score.ts'
import { roles } from '#domain/organisation/roles.ts'
import { effectiveRuleSchema } from '#domain/usage/effective.ts'
import { usageModules } from '#domain/usage/modules.ts'
import { levelScoreSchema, levelsReplySchema } from '../sync/assessment.ts'
import { ownSignSchema, stepViewSchema } from './assessment-own.ts'
import { channel } from './channel.ts'
import { dutyViewSchema } from './duty.ts'
import { readingSchema } from './reading.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const month = z.string().regex(/^\d{4}-\d{2}-01$/)
const given = z.strictObject({ commandId: z.string() })

const exemptionSchema = z.strictObject({
  scope: z.enum(exemptionScopes),
  kind: z.enum(exemptionKinds),
  reason: z.string(),
})

/** A score with every part and gate, as `domain/assessment/score` gives it. */
export const personScoreSchema = z.strictObject({
  outcome: z.enum(outcomes),
  hundredths: z.int().nullable(),
  parts: z.array(
    z.strictObject({
      part: z.enum(scoreParts),
      state: z.enum(['judged', 'nothing_due', 'exempt']),
      have: z.int(),
      need: z.int(),
      scale: z.int(),
      fullHundredths: z.int(),
      hundredths: z.int(),
      exemption: exemptionSchema.nullable(),
    }),
  ),
  gates: z.array(
    z.strictObject({
      gate: z.enum(gateKinds),
      have: z.int(),
      need: z.int(),
      met: z.boolean(),
    }),
  ),
  target: z.int(),
})

/** A month of the assessment, and by what it is judged. */
export const periodViewSchema = z.strictObject({
  month,
  state: z.enum(periodStates),
  schemeVersion: z.int(),
  useVersion: z.int(),
  appealUntil: day.nullable(),
  lockedAtMs: z.int().nullable(),
})
export type PeriodView = z.infer<typeof periodViewSchema>

const forecastSchema = z.strictObject({
  likely: z.int(),
  low: z.int(),
  high: z.int(),
  days: z.int(),
})

/** An appeal, with who decided it; `waits`: its sending or decision is not at head office yet. */
export const appealViewSchema = z.strictObject({
  id,
  branchId: id,
  staffId: id,
  staffName: z.string(),
  part: z.enum(scoreParts),
  reason: z.string(),
  state: z.enum(appealStates),
  submittedAtMs: z.int(),
  decision: z.string().nullable(),
  decidedAtMs: z.int().nullable(),
  waits: z.boolean(),
})
export type AppealView = z.infer<typeof appealViewSchema>

/** An exemption that stands. */
export const exemptionViewSchema = exemptionSchema.extend({
  id,
  branchId: id,
  staffId: id,
  staffName: z.string(),
  grantedAtMs: z.int(),
  waits: z.boolean(),
})
export type ExemptionView = z.infer<typeof exemptionViewSchema>

/** The own month: what head office reckoned, and the same with what this PC has beyond that. */
export const ownMonthSchema = z.strictObject({
  month,
  /** Null where head office has not begun the month, or nothing of it has arrived. */
  period: periodViewSchema.nullable(),
  /** Null where nothing has arrived, or the person's role is not assessed. */
  told: z.strictObject({ facts: assessmentFactsSchema, score: personScoreSchema }).nullable(),
  /** With the use of this PC that head office has not counted yet; equal to `told` where there is none. */
  now: z.strictObject({ facts: assessmentFactsSchema, score: personScoreSchema }).nullable(),
  /** Effective use that appeals added beyond what sessions tell; negative where they took away. */
  corrected: z.int(),
  /** Points of 100 of the last test that was finished by the end of the month. */
  quizPoints: z.int().nullable(),
  /** Working days left in the month, today among them. */
  daysLeft: z.int(),
  /** Of the running month alone. */
  forecast: forecastSchema.nullable(),
  steps: z.array(stepViewSchema),
  /** Up to six months, the oldest first. */
  months: z.array(
    z.strictObject({
      month,
      logins: z.int(),
      effective: z.int(),
      target: z.int(),
      hundredths: z.int().nullable(),
      outcome: z.enum(outcomes),
    }),
  ),
  /** Logins a head of the branch as the official measure counts them, hundredths; of the shown month. */
  branchLoginsAHead: z.int().nullable(),
  appeals: z.array(appealViewSchema),
  /** Whether an appeal is taken today, by this PC's clock. */
  mayAppeal: z.boolean(),
  /**
   * Of the running month: the provisional one before it, where it still takes appeals (until when) or
   * holds signs nobody has judged.
   */
  before: z.strictObject({ month, appealUntil: day.nullable(), openSigns: z.int() }).nullable(),
  exemptions: z.array(exemptionViewSchema),
  duty: z.array(dutyViewSchema),
  signs: z.array(ownSignSchema),
  /** The last reminder of the branch head within its week, if it was about this month. */
  reminder: z.strictObject({ atMs: z.int(), byName: z.string() }).nullable(),
})
export type OwnMonth = z.infer<typeof ownMonthSchema>

/** Why somebody needs attention, and what would help. */
export const helpKinds = ['exemption', 'courses', 'breadth', 'pace', 'quality'] as const

/** Somebody of the branch in a month. */
export const memberSchema = z.strictObject({
  staffId: id,
  name: z.string(),
  staffNo: z.string(),
  post: z.string(),
  own: z.boolean(),
  facts: assessmentFactsSchema,
  score: personScoreSchema,
  quizPoints: z.int().nullable(),
  forecast: forecastSchema.nullable(),
  /** Effective logins of each working day, the oldest first. */
  days: z.array(z.strictObject({ day, effective: z.int(), logins: z.int() })),
  requiredModules: z.int(),
  usedModules: z.int(),
  /** Those of them that were not used. */
  missingModules: z.array(z.enum(usageModules)),
  /** The last reminder within its week, ms UTC. */
  remindedAtMs: z.int().nullable(),
})
export type BoardMember = z.infer<typeof memberSchema>

/** A branch's averages, as `domain/assessment/branch-score` gives them; hundredths. */
export const branchScoreSchema = levelScoreSchema

/** A sign of misuse with its case. */
export const signViewSchema = z.strictObject({
  staffId: id,
  staffName: z.string(),
  own: z.boolean(),
  kind: z.enum(signKinds),
  /** JSON of `Evidence`. */
  evidence: z.string(),
  /** Starts of sessions that show it, ms UTC. */
  startsMs: z.array(z.int()),
  state: z.enum(signStates),
  decision: z.string().nullable(),
  waits: z.boolean(),
})
export type SignView = z.infer<typeof signViewSchema>

/** A closed task or a contact of the month's sample. */
export const sampleViewSchema = z.strictObject({
  what: z.enum(['task', 'contact']),
  /** Of either. */
  taskId: id,
  staffId: id,
  staffName: z.string(),
  own: z.boolean(),
  customerName: z.string(),
  /** Kind of the task, or channel of the contact. */
  kind: z.string(),
  completedAtMs: z.int(),
  outcome: z.string().nullable(),
  note: z.string().nullable(),
  passed: z.boolean().nullable(),
  reason: z.string().nullable(),
})
export type SampleView = z.infer<typeof sampleViewSchema>

/** The month of a branch: for its head, and for a line manager who is at its PC. */
export const boardSchema = z.strictObject({
  month,
  latestMonth: month,
  branchName: z.string(),
  period: periodViewSchema.nullable(),
  rule: effectiveRuleSchema,
  daysLeft: z.int(),
  score: branchScoreSchema,
  /** Effective use a head in the month before, hundredths. */
  before: z.strictObject({ effectiveAHead: z.int().nullable() }).nullable(),
  /** Of the running month: what is to be decided about the provisional one before it; null for nothing. */
  waitingBefore: z
    .strictObject({ month, appeals: z.int(), signs: z.int(), samples: z.int() })
    .nullable(),
  /** Those who need attention first. */
  members: z.array(memberSchema),
  help: z.array(
    z.strictObject({
      staffId: id,
      name: z.string(),
      post: z.string(),
      kind: z.enum(helpKinds),
      /** What the words of the kind name: logins to go, courses open, modules not used, a share of contacts. */
      count: z.int(),
      of: z.int(),
      modules: z.array(z.enum(usageModules)),
    }),
  ),
  /** Share of people who pass, basis points, by month; the oldest first. `forecast` of the running one. */
  trend: z.array(
    z.strictObject({
      month,
      state: z.enum(periodStates),
      passedBp: z.int().nullable(),
      forecastBp: z.int().nullable(),
    }),
  ),
  appeals: z.array(appealViewSchema),
  exemptions: z.array(exemptionViewSchema),
  duty: z.array(dutyViewSchema),
  signs: z.array(signViewSchema),
  samples: z.array(sampleViewSchema),
  /** What the person may do here. */
  may: z.strictObject({
    remind: z.boolean(),
    decideAppeals: z.boolean(),
    exempt: z.boolean(),
    /** Signs of misuse. */
    judge: z.boolean(),
    /** The month's sample, by its scheme. */
    sample: z.boolean(),
    /** What a line manager may do with the month as a whole; head office asks who stands above all outlets. */
    close: z.enum(['end', 'lock']).nullable(),
  }),
})
export type Board = z.infer<typeof boardSchema>

/** By what a month is judged: the rules page. */
export const rulesSchema = z.strictObject({
  month,
  period: periodViewSchema.nullable(),
  scheme: assessmentSchemeSchema,
  rule: effectiveRuleSchema,
  /** Modules the person's own roles should use. */
  required: z.array(z.enum(usageModules)),
  roles: z.array(z.enum(roles)),
})

const reason = z.string().trim().min(1).max(reasonLength)
const judges = ['branch_head', 'line_manager'] as const

/** 培训考核: scores, and what people decide about them. */
export const assessmentChannels = {
  /** `month` null asks for the running one. Looking at it is no business action. */
  'assessment.own': channel('session', z.strictObject({ month: month.nullable() }), ownMonthSchema),
  'assessment.rules': channel('session', z.strictObject({ month: month.nullable() }), rulesSchema),
  'assessment.board': channel(judges, z.strictObject({ month: month.nullable() }), boardSchema),
  /** The units below a line manager, asked for at head office; nothing of it is on this PC. */
  'assessment.levels': channel(
    ['line_manager'],
    z.strictObject({ month: month.nullable(), unitId: id.nullable() }),
    z.strictObject({
      /** The running month, beyond which nothing can be asked for. */
      latestMonth: month,
      /** Null where head office was not reached and nothing was read in this session. */
      levels: z
        .strictObject(levelsReplySchema.omit({ epoch: true, asOfMs: true }).shape)
        .nullable(),
      ...readingSchema.shape,
    }),
  ),
  /**
   * The branch's month as a table under a watermark, and beside it the month as head office signed it.
   * `signedPath` null in an outage: the table alone is no proof.
   */
  'assessment.export': channel(
    judges,
    z.strictObject({ month, format: z.enum(['xlsx', 'csv']), language: z.enum(['zh', 'en']) }),
    z.strictObject({
      path: z.string(),
      rows: z.int(),
      exportNo: z.string(),
      signedPath: z.string().nullable(),
    }),
    'training',
  ),
  'assessment.appeal': channel(
    'session',
    z.strictObject({ month, part: z.enum(scoreParts), reason }),
    given,
    'training',
  ),
  'assessment.decideAppeal': channel(
    ['line_manager'],
    z.strictObject({
      branchId: id,
      appealId: id,
      upheld: z.boolean(),
      corrections: appealCorrectionsSchema,
      modules: moduleCorrectionsSchema.default([]),
      reason,
    }),
    given,
    'training',
  ),
  'assessment.exempt': channel(
    ['line_manager'],
    z.strictObject({
      month,
      staffId: id,
      scope: z.enum(exemptionScopes),
      kind: z.enum(exemptionKinds),
      reason,
    }),
    given,
    'training',
  ),
  'assessment.withdrawExemption': channel(
    ['line_manager'],
    z.strictObject({ branchId: id, exemptionId: id, reason }),
    given,
    'training',
  ),
  'assessment.judgeSample': channel(
    judges,
    z.strictObject({ month, staffId: id, taskId: id, passed: z.boolean(), reason }),
    given,
    'training',
  ),
  'assessment.decideSign': channel(
    judges,
    z.strictObject({
      month,
      staffId: id,
      kind: z.enum(signKinds),
      confirmed: z.boolean(),
      reason,
    }),
    given,
    'training',
  ),
  'assessment.closeMonth': channel(
    ['line_manager'],
    z.strictObject({ month, act: z.enum(['end', 'lock']) }),
    given,
    'training',
  ),
  'assessment.remind': channel(
    ['branch_head'],
    z.strictObject({ month, staffIds: z.array(id).min(1).max(60) }),
    given,
    'training',
  ),
}
