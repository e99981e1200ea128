import { z } from 'zod'
import { periodStates } from '#domain/assessment/records.ts'
import { isDay } from '#domain/time/day.ts'

const id = z.string().max(64)
const month = z
  .string()
  .regex(/^\d{4}-\d{2}-01$/)
  .refine(isDay)

/** `POST /v1/assessment/levels`: the month of a unit and of each unit right below it; never a name of staff. */
export const levelsRequestSchema = z.strictObject({
  /** The signed grant of the person who asks. */
  grant: z.string().max(4000),
  month,
  /** A unit below the person; null asks for the highest one. */
  unitId: id.nullable(),
})

/** Averages over all people below, as `domain/assessment/branch-score` gives them; hundredths. */
export const levelScoreSchema = z.strictObject({
  people: z.strictObject({
    passed: z.int(),
    retrain: z.int(),
    exempt: z.int(),
    off_duty: z.int(),
    not_assessed: z.int(),
  }),
  logins: z.int(),
  effective: z.int(),
  dutyTenths: z.int(),
  workingDays: z.int(),
  loginsAHead: z.int().nullable(),
  effectiveAHead: z.int().nullable(),
  meetsStandard: z.boolean().nullable(),
  meanScore: z.int().nullable(),
})

/** A unit with its level, 1 (总行) to 5 (网点). */
export const levelUnitSchema = z.strictObject({ id, name: z.string(), level: z.int() })

/** Totals without names: of the unit shown, of those below it, and of the months before. */
export const levelsReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  month,
  /** Null where head office has not begun the month. */
  state: z.enum(periodStates).nullable(),
  /** From the person's highest unit down to the one shown, which is the last. */
  path: z.array(levelUnitSchema).min(1),
  total: levelScoreSchema,
  /** The units right below, by code; empty for an outlet. `outlets`: with results, at or below it. */
  units: z.array(
    levelUnitSchema.extend({ score: levelScoreSchema, outlets: z.int(), below: z.boolean() }),
  ),
  /** Share of the judged who pass, basis points, of up to six months; the oldest first. */
  trend: z.array(
    z.strictObject({ month, state: z.enum(periodStates), passedBp: z.int().nullable() }),
  ),
})
/** What {@link levelsReplySchema} describes. */
export type LevelsReply = z.infer<typeof levelsReplySchema>

/** `POST /v1/assessment/export`: the month of the device's branch, signed by head office. */
export const monthExportRequestSchema = z.strictObject({
  grant: z.string().max(4000),
  month,
})

/** The signed month, as `npm run ledger -- verify` reads it. */
export const monthExportReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  /** Lines of JSON; the last one is the signature (docs/ledger.md). */
  text: z.string(),
  /** Whether the month is locked. */
  final: z.boolean(),
})
