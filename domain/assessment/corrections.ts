import { z } from 'zod'
import { type UsageModule, usageModules } from '../usage/modules.ts'
import type { AssessmentFacts } from './facts.ts'
import type { ScorePart } from './scheme.ts'

/** Counts a person may appeal against; a correction adds to one of them. */
export const correctableFields = [
  'effective',
  'activeDays',
  'dutyTenths',
  'tasksDue',
  'tasksInTime',
  'tasksFailed',
  'coursesPassed',
  'mandatoryPassed',
  'feedback',
  'adopted',
  'dataDue',
  'dataAccepted',
] as const satisfies readonly (keyof AssessmentFacts)[]
export type CorrectableField = (typeof correctableFields)[number]

/** What an upheld appeal adds to counts; negative takes away. */
export const appealCorrectionsSchema = z.partialRecord(
  z.enum(correctableFields),
  z
    .int()
    .min(-10_000)
    .max(10_000)
    .refine((delta) => delta !== 0),
)
export type AppealCorrections = z.infer<typeof appealCorrectionsSchema>

/** The counts that decide a part: what an appeal against it can correct. */
export const fieldsOfPart: Record<ScorePart, readonly CorrectableField[]> = {
  effective: ['effective', 'dutyTenths'],
  active_days: ['activeDays', 'dutyTenths'],
  modules: [],
  tasks: ['tasksInTime', 'tasksDue', 'tasksFailed'],
  courses: ['coursesPassed', 'mandatoryPassed'],
  feedback: ['feedback', 'adopted'],
  data_quality: ['dataAccepted', 'dataDue'],
}

/** Modules an upheld appeal counts as used; of an appeal about breadth alone. */
export const moduleCorrectionsSchema = z.array(z.enum(usageModules)).max(usageModules.length)

/** Modules as sessions tell them with those that appeals added, each once, in the order of the menu. */
export function withModules(
  used: readonly UsageModule[],
  added: readonly UsageModule[],
): UsageModule[] {
  const all = new Set([...used, ...added])
  return usageModules.filter((module) => all.has(module))
}
