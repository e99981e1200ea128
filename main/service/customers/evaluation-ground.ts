import { reckonedOn } from '#db/cache/reckoning.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import type { ChurnRules } from '#domain/customers/churn.ts'
import type { EvaluationRules } from '#domain/customers/evaluation.ts'
import type { Day } from '#domain/time/day.ts'

/** The day evaluations of this branch stand for, and the churn rules in force on it. */
export function evaluationGround(
  db: ReadDatabase,
  businessDate: Day,
): { on: Day; churn: ChurnRules } {
  const on = reckonedOn(db, 'value') ?? businessDate
  return {
    on,
    churn: {
      points: parameterInForce(db, 'churn.points', on),
      limits: parameterInForce(db, 'churn.limits', on),
      bands: parameterInForce(db, 'churn.bands', on),
      contactCycle: parameterInForce(db, 'contact.cycle_days', on),
    },
  }
}

/** Everything a customer is evaluated by on a day. */
export function evaluationRules(db: ReadDatabase, on: Day, churn: ChurnRules): EvaluationRules {
  return {
    weights: parameterInForce(db, 'value.weights', on),
    scales: parameterInForce(db, 'value.scales', on),
    margins: parameterInForce(db, 'value.margins', on),
    churn,
  }
}
