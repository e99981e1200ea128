import type { ReadDatabase } from '#db/connection/statements.ts'
import { parametersAsOf } from '#db/parameters/in-force.ts'
import type { ChurnRules } from '#domain/customers/churn.ts'
import type { EvaluationRules } from '#domain/customers/evaluation.ts'
import type { Day } from '#domain/time/day.ts'

const churnKeys = ['churn.points', 'churn.limits', 'churn.bands', 'contact.cycle_days'] as const
const valueKeys = ['value.weights', 'value.scales', 'value.margins'] as const

/** The day evaluations of this branch stand for, and the churn rules in force on it. One statement. */
export function churnGround(db: ReadDatabase, businessDate: Day): { on: Day; churn: ChurnRules } {
  const { on, values } = parametersAsOf(db, 'value', businessDate, churnKeys)
  return {
    on,
    churn: {
      points: values['churn.points'],
      limits: values['churn.limits'],
      bands: values['churn.bands'],
      contactCycle: values['contact.cycle_days'],
    },
  }
}

/** The same with everything else a customer is evaluated by. Two statements. */
export function evaluationGround(
  db: ReadDatabase,
  businessDate: Day,
): { on: Day; rules: EvaluationRules } {
  const { on, churn } = churnGround(db, businessDate)
  const { values } = parametersAsOf(db, 'value', businessDate, valueKeys)
  return {
    on,
    rules: {
      weights: values['value.weights'],
      scales: values['value.scales'],
      margins: values['value.margins'],
      churn,
    },
  }
}
