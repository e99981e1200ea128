import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { churnPointsSql } from '#db/customers/evaluation.ts'
import type { FilterGround } from '#db/customers/filter.ts'
import type { Condition, CustomerScope } from '#db/customers/scope.ts'
import { memberCondition, ruleCondition, type RuleGround } from '#db/groups/compile.ts'
import { groupById } from '#db/groups/groups.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { tierFloors } from '#db/parameters/tier-floors.ts'
import { favouriteIds } from '#db/user/customers.ts'
import { readRule } from '#domain/groups/read-rule.ts'
import { seesGroup } from '#domain/groups/records.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import { churnGround } from './evaluation-ground.ts'
import { scopeOf } from './scope.ts'

/** A value read when it is first asked for, and once. */
function once<Value>(read: () => Value): () => Value {
  let known: { value: Value } | null = null
  return () => (known ??= { value: read() }).value
}

/** What the filters of a caller are judged against, once the cache is open. */
export function filterGround(context: CallContext): (db: ReadDatabase) => FilterGround {
  const scope = scopeOf(context)
  const favourites = context.own(favouriteIds)
  const { staffId } = context.actor
  return (db) => {
    const ground = ruleGround(db, scope)
    return { ...ground, favourites, group: (id) => groupCondition(db, ground, staffId, id) }
  }
}

/** What rules of groups are judged against for a scope. */
export function ruleGround(db: ReadDatabase, scope: CustomerScope): RuleGround {
  return {
    scope,
    tierRules: once(() => ({
      floors: tierFloors(db, scope.on),
      period: parameterInForce(db, 'tier.period', scope.on),
    })),
    contactCycle: once(() => parameterInForce(db, 'contact.cycle_days', scope.on)),
    churn: once(() => {
      const { on, churn } = churnGround(db, scope.on)
      return { points: churnPointsSql(churn, on), bands: churn.bands }
    }),
  }
}

const nobody: Condition = { sql: '0', values: [] }

/**
 * Condition that a customer belongs to a group the person sees; `group.notFound` where there is none. A
 * rule that an older program cannot read fits nobody.
 */
export function groupCondition(
  db: ReadDatabase,
  ground: RuleGround,
  staffId: string,
  groupId: string,
): Condition {
  const group = groupById(db, groupId)
  if (!group || group.deleted_at !== null || !seesGroup(group, staffId)) {
    throw new AppError('group.notFound')
  }
  if (group.kind === 'static') return memberCondition(group.id)
  const rule = readRule(group.rule ?? '')
  return rule === null ? nobody : ruleCondition(rule.root, ground)
}

/** The same ground on which a group that is gone holds nobody: a view that names it is still counted. */
export function withoutGone(ground: FilterGround): FilterGround {
  return {
    ...ground,
    group(id) {
      try {
        return ground.group(id)
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.code === 'group.notFound') return nobody
        throw thrown
      }
    },
  }
}
