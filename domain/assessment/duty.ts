import { z } from 'zod'
import { day, id, instant, integer, text, word } from '../record/field.ts'
import { addDays, type Day } from '../time/day.ts'
import { tenthsOfADay } from './facts.ts'
import { reasonLength } from './records.ts'

/** Why somebody is not, or not wholly, on duty: before joining, after leaving, and in between. */
export const dutyKinds = [
  'joined',
  'left',
  'leave',
  'maternity',
  'sick',
  'seconded',
  'part_time',
  'other',
] as const
export type DutyKind = (typeof dutyKinds)[number]

/** Most days an entry may last; a longer absence is two of them. Who left has no last day. */
export const mostDutyDays = 400

/**
 * Days on which somebody is not on full duty: from `from_day` to `until_day`, both included, null for who left;
 * `tenths` of each working day are duty. What was withdrawn says so and does not count.
 */
export const dutyEntrySchema = z.strictObject({
  branch_id: id(),
  id: id(),
  staff_id: id(),
  from_day: day(),
  until_day: day().nullable(),
  tenths: integer(),
  kind: word(dutyKinds),
  reason: text(reasonLength),
  recorded_by: id(),
  recorded_at: instant(),
  withdrawn_by: id().nullable(),
  withdrawn_at: instant().nullable(),
  withdrawn_reason: text(reasonLength).nullable(),
})
export type DutyEntry = z.infer<typeof dutyEntrySchema>

/** An entry as far as days are counted by it. */
export interface DutySpan {
  fromDay: Day
  untilDay: Day | null
  tenths: number
  kind: DutyKind
}

/** What is wrong with the days of an entry; null where they are right. */
export function dutyFault({ fromDay, untilDay, tenths, kind }: DutySpan): 'days' | 'tenths' | null {
  if (untilDay === null) {
    if (kind !== 'left') return 'days'
  } else if (untilDay < fromDay || untilDay > addDays(fromDay, mostDutyDays)) return 'days'
  // Somebody who is not here has none of a day; part of a day is all but a whole one.
  const whole = Number.isInteger(tenths) && tenths >= 0 && tenths < tenthsOfADay
  if (!whole || (kind === 'part_time') !== tenths > 0) return 'tenths'
  return null
}

const holds = ({ fromDay, untilDay }: DutySpan, on: Day): boolean =>
  fromDay <= on && (untilDay === null || on <= untilDay)

/** Tenths of a day on duty in some working days. Where entries overlap, the least counts. */
export function dutyTenthsIn(working: readonly Day[], entries: readonly DutySpan[]): number {
  return working.reduce((sum, on) => {
    const short = entries.filter((entry) => holds(entry, on)).map(({ tenths }) => tenths)
    return sum + short.reduce((least, tenths) => Math.min(least, tenths), tenthsOfADay)
  }, 0)
}

/** The working days among some on which there is any duty. */
export function dutyDaysIn(working: readonly Day[], entries: readonly DutySpan[]): Day[] {
  return working.filter((on) => dutyTenthsIn([on], entries) > 0)
}

/** From which day somebody is here, as far as it is known: the day after the last one before joining. */
export function hereSince(entries: readonly DutySpan[]): Day | null {
  const joined = entries.flatMap(({ kind, untilDay }) =>
    kind === 'joined' && untilDay !== null ? addDays(untilDay, 1) : [],
  )
  return joined.reduce<Day | null>((last, on) => (last === null || on > last ? on : last), null)
}
