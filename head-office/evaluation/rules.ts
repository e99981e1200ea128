import type pg from 'pg'
import type { ChurnRules } from '#domain/customers/churn.ts'
import type { EvaluationRules } from '#domain/customers/evaluation.ts'
import type { TypeRules } from '#domain/customers/customer-types.ts'
import type { Day } from '#domain/time/day.ts'
import { parameterInForce } from '../parameters/in-force.ts'

/** Parameters in force by which churn points are given. */
export async function churnRules(db: pg.Pool | pg.ClientBase, on: Day): Promise<ChurnRules> {
  return {
    points: await parameterInForce(db, 'churn.points', on),
    limits: await parameterInForce(db, 'churn.limits', on),
    bands: await parameterInForce(db, 'churn.bands', on),
    contactCycle: await parameterInForce(db, 'contact.cycle_days', on),
  }
}

/** Parameters in force by which customers are evaluated. */
export async function evaluationRules(
  db: pg.Pool | pg.ClientBase,
  on: Day,
): Promise<EvaluationRules & { types: TypeRules }> {
  return {
    weights: await parameterInForce(db, 'value.weights', on),
    scales: await parameterInForce(db, 'value.scales', on),
    margins: await parameterInForce(db, 'value.margins', on),
    types: await parameterInForce(db, 'customer.types', on),
    churn: await churnRules(db, on),
  }
}
