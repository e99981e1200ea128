import { z } from 'zod'
import { type Role, roles } from '../organisation/roles.ts'
import { type UsageModule, usageModules } from '../usage/modules.ts'

/** Names the code of the formula; with the published version of the scheme it says how a score came about. */
export const assessmentVersion = 'assessment/1'

/** Parts of a compliance score, in the order in which they are shown. */
export const scoreParts = [
  'effective',
  'active_days',
  'modules',
  'tasks',
  'courses',
  'feedback',
  'data_quality',
] as const
export type ScorePart = (typeof scoreParts)[number]

/** Conditions without which a month is 待补训 whatever its score. */
export const gateKinds = ['effective', 'mandatory_courses'] as const
export type GateKind = (typeof gateKinds)[number]

/** Roles a scheme may give the samples of a branch to; a line manager above may judge them in any case. */
export const samplers = ['branch_head', 'line_manager'] as const satisfies readonly Role[]

/** Who looks at how many of a person's closed tasks and contacts, and which. */
export interface SampleRule {
  /** The role that judges a sample; nobody judges an own one. */
  by: (typeof samplers)[number]
  /** Share of the closed ones, basis points, rounded up; at least `least`, at most all. */
  shareBp: number
  least: number
}

/** The one assessment scheme of an organisation tree (value of `assessment.scheme`). */
export interface AssessmentScheme {
  /** Full points of each part; they add up to 100. */
  points: Record<ScorePart, number>
  /** Share of duty days that should be active ones, basis points. */
  activeShareBp: number
  /** Feedback or adopted ideas expected a month. */
  feedbackAMonth: number
  gates: Record<GateKind, boolean>
  /** Roles that are assessed, with the modules each should use; a role that is not named is not assessed. */
  roles: Partial<Record<Role, UsageModule[]>>
  sampling: SampleRule
  /** Calendar days after a provisional score within which its owner may appeal. */
  appealDays: number
}

const points = z.int().min(0).max(100)
const share = z.int().min(1).max(10_000)

/** Value of the parameter `assessment.scheme`. */
export const assessmentSchemeSchema = z.strictObject({
  points: z
    .strictObject(
      Object.fromEntries(scoreParts.map((part) => [part, points])) as Record<ScorePart, z.ZodInt>,
    )
    .refine((all) => scoreParts.reduce((sum, part) => sum + all[part], 0) === 100, {
      message: 'the points of all parts must add up to 100',
    }),
  activeShareBp: share,
  feedbackAMonth: z.int().min(1).max(31),
  gates: z.strictObject({ effective: z.boolean(), mandatory_courses: z.boolean() }),
  roles: z.partialRecord(z.enum(roles), z.array(z.enum(usageModules))),
  sampling: z.strictObject({
    by: z.enum(samplers),
    shareBp: share,
    least: z.int().min(0).max(100),
  }),
  appealDays: z.int().min(1).max(31),
}) satisfies z.ZodType<AssessmentScheme>

/** The product's scheme: the points of rule 4.10 with feedback and data quality; samples are its own. */
export const defaultScheme: AssessmentScheme = {
  points: {
    effective: 25,
    active_days: 15,
    modules: 10,
    tasks: 20,
    courses: 20,
    feedback: 5,
    data_quality: 5,
  },
  activeShareBp: 6000,
  feedbackAMonth: 1,
  gates: { effective: true, mandatory_courses: true },
  roles: {
    teller: ['counter'],
    lobby_manager: ['counter'],
    customer_manager: ['workbench', 'key_transactions', 'customers', 'groups'],
    operations_supervisor: ['workbench', 'customers'],
    branch_head: ['workbench', 'key_transactions', 'customers'],
  },
  sampling: { by: 'branch_head', shareBp: 1000, least: 3 },
  appealDays: 5,
}

/** Whether somebody with these roles is assessed. */
export function isAssessed(held: readonly Role[], { roles: assessed }: AssessmentScheme): boolean {
  return held.some((role) => assessed[role] !== undefined)
}

/** Modules that somebody with these roles should use, each once, in the order of the menu. */
export function requiredModules(
  held: readonly Role[],
  { roles: assessed }: AssessmentScheme,
): UsageModule[] {
  const required = new Set(held.flatMap((role) => assessed[role] ?? []))
  return usageModules.filter((module) => required.has(module))
}
