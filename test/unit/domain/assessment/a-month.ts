import { type AssessmentFacts, noFacts } from '#domain/assessment/facts.ts'
import { type AssessmentScheme, defaultScheme } from '#domain/assessment/scheme.ts'
import { usageModules } from '#domain/usage/modules.ts'

/** The product's scheme, with eight modules for a customer manager. */
export const eightModules: AssessmentScheme = {
  ...defaultScheme,
  roles: { customer_manager: [...usageModules] },
}

/** The worked example: 14/12, 10/13.2, 6/8, 36/45, 2/3, 1/1, 8/10. */
export const exampleMonth: AssessmentFacts = {
  ...noFacts,
  roles: ['customer_manager'],
  dutyTenths: 220,
  workingDays: 22,
  logins: 21,
  effective: 14,
  activeDays: 10,
  modules: usageModules.slice(0, 6),
  tasksDue: 45,
  tasksInTime: 37,
  tasksFailed: 1,
  coursesRequired: 3,
  coursesPassed: 2,
  mandatoryRequired: 3,
  mandatoryPassed: 2,
  feedback: 1,
  dataDue: 10,
  dataAccepted: 8,
}
