import { z } from 'zod'
import { roles } from '../organisation/roles.ts'
import { usageModules } from '../usage/modules.ts'
import { scoreParts } from './scheme.ts'

const count = z.int().min(0).max(1_000_000)

/** Duty is counted in tenths of a working day, so that part time is exact. */
export const tenthsOfADay = 10

/** Why somebody or a part is left out of the assessment of a month. */
export const exemptionKinds = ['leave', 'seconded', 'sick', 'newcomer', 'other'] as const

/** What an exemption frees from: everything, or one part with its gate. */
export const exemptionScopes = ['all', ...scoreParts] as const
export type ExemptionScope = (typeof exemptionScopes)[number]

/** An exemption with the reason that stands on record. */
export const exemptionSchema = z.strictObject({
  scope: z.enum(exemptionScopes),
  kind: z.enum(exemptionKinds),
  reason: z.string().min(1).max(200),
})
export type Exemption = z.infer<typeof exemptionSchema>

/** Everything a person's score of one month rests on; counts unless a line says otherwise. */
export const assessmentFactsSchema = z.strictObject({
  roles: z.array(z.enum(roles)),
  /** Tenths of a day on duty, and the working days of the month. */
  dutyTenths: count,
  workingDays: count,
  /** Logins as the official measure counts them; they stand beside the score, never in it. */
  logins: count,
  effective: count,
  activeDays: count,
  modules: z.array(z.enum(usageModules)),
  /** Tasks due in the month, those of them closed in time, and those of these that failed a sample. */
  tasksDue: count,
  tasksInTime: count,
  tasksFailed: count,
  /** Contacts, and those with an outcome (有结果联系); they stand beside the score. */
  contacts: count,
  contactsWithOutcome: count,
  coursesRequired: count,
  coursesPassed: count,
  mandatoryRequired: count,
  mandatoryPassed: count,
  /** Feedback handed in and ideas adopted. */
  feedback: count,
  adopted: count,
  dataDue: count,
  dataAccepted: count,
  exemptions: z.array(exemptionSchema),
})
export type AssessmentFacts = z.infer<typeof assessmentFactsSchema>

/** A person nothing is known of: a full month, nothing done, nothing due. */
export const noFacts: AssessmentFacts = {
  roles: [],
  dutyTenths: 0,
  workingDays: 0,
  logins: 0,
  effective: 0,
  activeDays: 0,
  modules: [],
  tasksDue: 0,
  tasksInTime: 0,
  tasksFailed: 0,
  contacts: 0,
  contactsWithOutcome: 0,
  coursesRequired: 0,
  coursesPassed: 0,
  mandatoryRequired: 0,
  mandatoryPassed: 0,
  feedback: 0,
  adopted: 0,
  dataDue: 0,
  dataAccepted: 0,
  exemptions: [],
}

/**
 * What contradicts itself in facts: a part that is larger than its whole. Empty for facts that may be
 * judged.
 */
export function contradictions(facts: AssessmentFacts): (keyof AssessmentFacts)[] {
  const parts: [keyof AssessmentFacts, number, number][] = [
    ['dutyTenths', facts.dutyTenths, facts.workingDays * tenthsOfADay],
    ['tasksInTime', facts.tasksInTime, facts.tasksDue],
    ['tasksFailed', facts.tasksFailed, facts.tasksInTime],
    ['contactsWithOutcome', facts.contactsWithOutcome, facts.contacts],
    ['coursesPassed', facts.coursesPassed, facts.coursesRequired],
    ['mandatoryRequired', facts.mandatoryRequired, facts.coursesRequired],
    ['mandatoryPassed', facts.mandatoryPassed, facts.mandatoryRequired],
    ['mandatoryPassed', facts.mandatoryPassed, facts.coursesPassed],
    ['dataAccepted', facts.dataAccepted, facts.dataDue],
  ]
  return [...new Set(parts.filter(([, part, whole]) => part > whole).map(([name]) => name))]
}
