import type { EvaluationView } from '#contract/ipc/customers.ts'
import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { evaluationOf } from '#db/customers/evaluation.ts'
import { type KnownVerdict, typeVerdictsOf } from '#db/customers/type-verdicts.ts'
import { typeRuleVersion } from '#domain/customers/customer-types.ts'
import { type EvaluationFacts, readFacts } from '#domain/customers/evaluation-facts.ts'
import { evidenceKey } from '#domain/customers/type-evidence.ts'
import { type StandingType, standingTypes } from '#domain/customers/type-verdict.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { requireInside, scopeOf } from './scope.ts'

/** Types of a customer as they stand now: the night's evidence, and what people said since. */
export function standingOf(
  db: ReadDatabase,
  customerId: string,
  facts: EvaluationFacts,
): StandingType<KnownVerdict>[] {
  return standingTypes(facts.types, typeVerdictsOf(db, customerId))
}

/** Types as a page shows them, with what could be said of each. */
export function typesView(
  db: ReadDatabase,
  customerId: string,
  facts: EvaluationFacts,
): EvaluationView['types'] {
  return {
    standing: standingOf(db, customerId, facts).map(({ verdict, ...type }) => ({
      ...type,
      verdict: verdict && {
        said: verdict.verdict === 'denied' ? 'denied' : 'confirmed',
        reason: verdict.reason,
        by: verdict.given_by_name ?? '',
        atMs: verdict.given_at,
        queued: verdict.rev === 0,
      },
    })),
    profiling: facts.profiling,
    ruleVersion: typeRuleVersion,
  }
}

/**
 * `customers.judgeType`: says of a type that it is so, is not (with a reason), or takes that back. What
 * speaks for it now goes with it, so that a denial stands until something new does. Works offline.
 */
export const judgeType: Handler<'customers.judgeType'> = async (request, context) => {
  const { customerId, type, verdict, reason } = request
  const scope = scopeOf(context)
  if ((verdict === 'denied') !== (reason !== null)) {
    throw new AppError('request.invalid', { field: 'reason' })
  }
  const seen = context.cache((db) => {
    requireInside(db, scope, customerId)
    const facts = readFacts(evaluationOf(db, customerId)?.facts ?? '{}')
    const known = standingOf(db, customerId, facts).find((each) => each.type === type)
    // What nobody claims can be neither denied nor taken back.
    if (!known && verdict !== 'confirmed') throw new AppError('request.invalid', { field: 'type' })
    return (known?.evidence ?? []).map(evidenceKey)
  })
  const commandId = await context.submit({
    name: 'customer.judgeType',
    customerId,
    payload: {
      verdictId: context.newId(),
      customerId,
      type,
      verdict,
      reason,
      seen,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}
