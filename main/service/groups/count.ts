import { noFilter } from '#contract/ipc/no-filter.ts'
import { ruleCondition } from '#db/groups/compile.ts'
import { countRule } from '#db/groups/count.ts'
import { emptyRule } from '#domain/groups/rule.ts'
import { stepsOf } from '#domain/groups/steps.ts'
import { filterGround } from '../customers/filter-ground.ts'
import { listedRows } from '../customers/list.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** `groups.count`: a rule line by line, within the caller's customers, and some of those it leaves. */
export const countGroup: Handler<'groups.count'> = ({ rule: asked, sample }, context) => {
  const rule = asked ?? emptyRule()
  const groundOf = filterGround(context)
  return context.cache((db) => {
    const ground = groundOf(db)
    const { remaining, ...counted } = countRule(db, ground, rule)
    const condition = asked === null ? { sql: '1', values: [] } : ruleCondition(rule.root, ground)
    const order = { sort: 'average', descending: true, offset: 0, limit: sample } as const
    const rows =
      sample === 0
        ? []
        : listedRows(
            db,
            { ...ground, group: () => condition },
            { ...noFilter, groupId: 'asked' },
            order,
          ).rows
    return {
      ...counted,
      steps: stepsOf(rule.root).map(({ at }, index) => ({
        at,
        customers: remaining[index] ?? 0,
      })),
      total: remaining.at(-1) ?? 0,
      sample: rows,
    }
  })
}
