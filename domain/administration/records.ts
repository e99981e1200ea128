import { z } from 'zod'
import { day, flag, id, integer, json, text } from '../record/field.ts'

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
