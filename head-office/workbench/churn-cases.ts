import type pg from 'pg'
import { type ChurnRules, churnOf } from '#domain/customers/churn.ts'
import { churnFactsOf, type Standing } from '#domain/customers/evaluation.ts'
import { type EvaluationFacts, readFacts } from '#domain/customers/evaluation-facts.ts'
import type { Day } from '#domain/time/day.ts'
import type { ChurnCase } from '#domain/workbench/case-file.ts'

/**
 * Facts of the customers of a branch whose churn points may reach the red band, by customer: what a
 * contact could still take away is counted in full.
 */
export async function readChurnFacts(
  client: pg.ClientBase,
  branchId: string,
  { points, bands }: ChurnRules,
): Promise<Map<string, EvaluationFacts>> {
  const { rows } = await client.query<{ id: string; facts: string }>(
    `select customer_id::text as id, facts from customer_value
     where branch_id = $1 and steady_points >= $2`,
    [branchId, bands.red - points.maturity - points.overdue],
  )
  return new Map(rows.map(({ id, facts }) => [id, readFacts(facts)]))
}

/** The churn points of a customer as the rules of the work list see them. */
export function churnCase(
  facts: EvaluationFacts | undefined,
  standing: Standing,
  on: Day,
  rules: ChurnRules,
): ChurnCase | null {
  if (!facts) return null
  const churn = churnFactsOf(facts, standing)
  const { points, band, reasons } = churnOf(churn, on, rules)
  return {
    points,
    band,
    reasons: reasons.map(({ reason }) => reason),
    fallFen: Math.max(0, (churn.mean90Fen ?? 0) - (churn.mean7Fen ?? 0)),
    outFen: (churn.outElsewhereFen ?? 0) + (churn.outSecuritiesFen ?? 0),
  }
}
