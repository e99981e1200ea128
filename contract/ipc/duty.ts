import { z } from 'zod'
import { dutyKinds } from '#domain/assessment/duty.ts'
import { reasonLength } from '#domain/assessment/records.ts'
import { channel } from './channel.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const reason = z.string().trim().min(1).max(reasonLength)
const given = z.strictObject({ commandId: z.string() })

const spanSchema = {
  fromDay: day,
  /** Its last day; null for who left. */
  untilDay: day.nullable(),
  /** Tenths of each of these working days that are duty. */
  tenths: z.int().min(0).max(9),
  kind: z.enum(dutyKinds),
}

/** Days on which somebody is not on full duty, of a month in which they are; `waits` is not at head office yet. */
export const dutyViewSchema = z.strictObject({
  id,
  branchId: id,
  staffId: id,
  staffName: z.string(),
  ...spanSchema,
  reason: z.string(),
  waits: z.boolean(),
})
export type DutyView = z.infer<typeof dutyViewSchema>

/** Days off duty, as a line manager records them. */
export const dutyChannels = {
  'assessment.recordDuty': channel(
    ['line_manager'],
    z.strictObject({ staffId: id, ...spanSchema, reason }),
    given,
    'training',
  ),
  'assessment.withdrawDuty': channel(
    ['line_manager'],
    z.strictObject({ branchId: id, entryId: id, reason }),
    given,
    'training',
  ),
}
