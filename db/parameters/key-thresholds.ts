import type { KeyThresholds } from '#domain/key-transactions/thresholds.ts'
import type { Day } from '#domain/time/day.ts'
import type { ReadDatabase } from '../connection/statements.ts'
import { parameterInForce } from './in-force.ts'

/** By what key transactions are judged on a business date, as head office published it. */
export function keyThresholdsInForce(db: ReadDatabase, on: Day): KeyThresholds {
  return {
    floors: parameterInForce(db, 'transaction.key_floors', on),
    rule: parameterInForce(db, 'transaction.key_rule', on),
  }
}
