import type { EvaluationView } from '#contract/ipc/customers.ts'
import { AppError } from '#contract/errors.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import { evaluationOf } from '#db/customers/evaluation.ts'
import { customerRecord } from '#db/customers/record.ts'
import { churnReasons, churnRuleVersion } from '#domain/customers/churn.ts'
import { evaluate, type Evaluation } from '#domain/customers/evaluation.ts'
import { type EvaluationFacts, readFacts } from '#domain/customers/evaluation-facts.ts'
import { productClasses } from '#domain/customers/product-classes.ts'
import { growthBp, type ValueMargins } from '#domain/customers/value-parts.ts'
import { valueRuleVersion } from '#domain/customers/value-score.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { evaluationGround } from './evaluation-ground.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'
import { typesView } from './types.ts'

type Views = Pick<EvaluationView, 'value' | 'churn'>

function scoresOf(
  { value, churn }: Evaluation,
  bands: NonNullable<EvaluationView['churn']>['bands'],
): Views {
  const given = new Map(churn.reasons.map(({ reason, points }) => [reason, points]))
  return {
    value: { ...value, ruleVersion: valueRuleVersion },
    churn: {
      points: churn.points,
      sum: churn.sum,
      band: churn.band,
      ruleVersion: churnRuleVersion,
      reasons: churnReasons.map((reason) => ({
        reason,
        points: churn.unjudged.includes(reason) ? null : (given.get(reason) ?? 0),
      })),
      bands,
    },
  }
}

function balancesOf(
  facts: EvaluationFacts,
  margins: ValueMargins,
): EvaluationView['facts']['balances'] {
  return productClasses.flatMap((name) => {
    const fen = facts.balances[name]
    return fen === undefined ? [] : [{ name, fen, marginBp: margins[name] }]
  })
}

/**
 * `customers.evaluation`: value score, churn points and types of one customer with every input. The
 * night's facts are reckoned again by the parameters of their day; the last contact is as of now, so a
 * contact logged today counts.
 */
export const showEvaluation: Handler<'customers.evaluation'> = async ({ customerId }, context) => {
  const scope = await readingScope(context, customerId)
  return context.cache((db): EvaluationView => {
    requireInside(db, scope, customerId)
    const record = customerRecord(db, customerId, scope.on)
    if (!record) throw new AppError('customer.notFound')
    const { customer, summary } = record
    const { on, rules } = evaluationGround(db, scope.on)
    const churnRules = rules.churn
    const stored = evaluationOf(db, customerId)
    const facts = readFacts(stored?.facts ?? '{}')
    const lastContactOn = summary?.last_contact_on ?? null
    const standing = {
      tier: customer.tier,
      customerSince: customer.customer_since,
      lastContactOn,
      leftInPeace: customer.do_not_contact || customer.deceased_on !== null,
    }
    const evaluation = evaluate(facts, standing, on, rules)
    const evaluated = stored !== null && stored.steady_points !== null
    const { churnFacts } = evaluation
    return {
      asOf: stored ? reckonedOn(db, 'value') : null,
      ...(evaluated ? scoresOf(evaluation, churnRules.bands) : { value: null, churn: null }),
      facts: {
        mean7Fen: facts.mean7,
        mean90Fen: facts.mean90,
        meanBeforeFen: facts.meanBefore,
        growthBp: growthBp(facts.mean90, facts.meanBefore),
        aumPercentile: facts.aumPercentile,
        contributionPercentile: facts.contributionPercentile,
        contributionFen: evaluation.contributionFen,
        balances: balancesOf(facts, rules.margins),
        lost: facts.lost,
        moves30: churnFacts.moves30,
        movesBefore: churnFacts.movesBefore,
        months: facts.months,
        outElsewhereFen: churnFacts.outElsewhereFen,
        outSecuritiesFen: churnFacts.outSecuritiesFen,
        payroll: churnFacts.payroll,
        matures: facts.matures && { on: facts.matures[0], fen: facts.matures[1] },
        lastContactOn,
        customerSince: customer.customer_since,
        cycleDays: churnRules.contactCycle[customer.tier],
      },
      scales: rules.scales,
      limits: churnRules.limits,
      types: typesView(db, customerId, facts),
      doubts: facts.doubts.map(([kind, accounts, detail]) => ({ kind, accounts, detail })),
    }
  })
}
