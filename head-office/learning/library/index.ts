import type { Course } from '#domain/learning/course.ts'
import { assessment } from './assessment.ts'
import { contacts } from './contacts.ts'
import { counterCare } from './counter-care.ts'
import { offline } from './offline.ts'
import { personalData } from './personal-data.ts'
import { suitability } from './suitability.ts'

/** Courses that come with the product; a bank publishes its own beside them. */
export const library: readonly Course[] = [
  suitability,
  personalData,
  contacts,
  counterCare,
  offline,
  assessment,
]
