import { z } from 'zod'
import type { ChurnBandFloors, ChurnLimits, ChurnPoints } from './churn.ts'
import { defaultTypeRules, type TypeRules } from './customer-types.ts'
import type { ValueMargins, ValueScales } from './value-parts.ts'
import type { ValueWeights } from './value-score.ts'

const bp = z.int().min(0).max(10_000)
const points = z.int().min(0).max(100)

/** Value of the parameter `value.weights`. */
export const valueWeightsSchema = z
  .strictObject({ aum: bp, contribution: bp, breadth: bp, activity: bp, tenure: bp, growth: bp })
  .refine((weights) => Object.values(weights).reduce((sum, each) => sum + each, 0) === 10_000, {
    message: 'weights must add up to 10000',
  }) satisfies z.ZodType<ValueWeights>

/** Value of the parameter `value.scales`. */
export const valueScalesSchema = z.strictObject({
  breadthClasses: z.int().min(1).max(9),
  activityMoves: z.int().min(1).max(10_000),
  tenureMonths: z.int().min(1).max(600),
  growthBp: z.int().min(1).max(100_000),
}) satisfies z.ZodType<ValueScales>

/** Value of the parameter `value.margins`. */
export const valueMarginsSchema = z.strictObject({
  deposit: bp,
  wealth: bp,
  fund: bp,
  insurance: bp,
  bond: bp,
  metal: bp,
  trust: bp,
  other: bp,
  loan: bp,
}) satisfies z.ZodType<ValueMargins>

/** Value of the parameter `churn.points`. */
export const churnPointsSchema = z
  .strictObject({
    drop: points,
    steepDrop: points,
    outflow: points,
    payroll: points,
    maturity: points,
    overdue: points,
    activity: points,
    complaint: points,
    lost: points,
  })
  .refine(({ drop, steepDrop }) => steepDrop >= drop, {
    message: 'steepDrop must be at least drop',
  }) satisfies z.ZodType<ChurnPoints>

/** Value of the parameter `churn.limits`. */
export const churnLimitsSchema = z
  .strictObject({
    dropBp: z.int().min(1).max(10_000),
    steepDropBp: z.int().min(1).max(10_000),
    outflowBp: z.int().min(1).max(100_000),
    payrollCycles: z.int().min(1).max(3),
    payrollMonths: z.int().min(1).max(5),
    maturityDays: z.int().min(1).max(90),
    contactCycles: z.int().min(1).max(12),
    activityFallBp: z.int().min(1).max(10_000),
    activityLeast: z.int().min(1).max(1000),
  })
  .refine(({ dropBp, steepDropBp }) => steepDropBp >= dropBp, {
    message: 'steepDropBp must be at least dropBp',
  }) satisfies z.ZodType<ChurnLimits>

/** Value of the parameter `churn.bands`. */
export const churnBandsSchema = z
  .strictObject({
    yellow: z.int().min(1).max(100),
    orange: z.int().min(1).max(100),
    red: z.int().min(1).max(100),
  })
  .refine(({ yellow, orange, red }) => yellow < orange && orange < red, {
    message: 'yellow, orange and red must rise',
  }) satisfies z.ZodType<ChurnBandFloors>

/** Value of the parameter `customer.types`. */
export const typeRulesSchema = z.strictObject({
  payrollMonths: z.int().min(1).max(5),
  merchantReceipts: z.int().min(1).max(1000),
  elderFrom: z.int().min(50).max(80).default(defaultTypeRules.elderFrom),
}) satisfies z.ZodType<TypeRules>
