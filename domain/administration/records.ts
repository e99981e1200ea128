import { z } from 'zod'
import { day, flag, id, integer, json, text, word } from '../record/field.ts'

/** An exception of the calendar: a statutory holiday (`working` false) or an exchanged working day. */
export const calendarDaySchema = z.strictObject({
  day: day(),
  working: flag(),
  name: text(40),
})
export type CalendarDay = z.infer<typeof calendarDaySchema>

/** A published business parameter. The version in force is the highest effective on the business date. */
export const parameterSchema = z.strictObject({
  id: id(),
  key: text(60),
  version: integer(),
  effective_from: day(),
  value: json(),
})
export type Parameter = z.infer<typeof parameterSchema>

/** What head office computes for a branch when a business day is opened. */
export const reckoningSubjects = ['summary', 'tiers', 'value', 'tasks', 'key_transactions'] as const
export type ReckoningSubject = (typeof reckoningSubjects)[number]

/** For which day head office has computed something for a branch. */
export const reckoningSchema = z.strictObject({
  branch_id: id(),
  subject: word(reckoningSubjects),
  as_of: day(),
})
export type Reckoning = z.infer<typeof reckoningSchema>
