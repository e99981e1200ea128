import type { GroupView } from '#contract/ipc/customer-groups.ts'
import { countConditions, countMembers, scopedCount } from '#db/groups/count.ts'
import { ruleCondition } from '#db/groups/compile.ts'
import { groupsSeenBy, type KnownGroup, membersIn } from '#db/groups/groups.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { mayChangeGroup } from '#domain/groups/records.ts'
import { readRule } from '#domain/groups/read-rule.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { ruleGround } from '../customers/filter-ground.ts'
import { scopeOf } from '../customers/scope.ts'
import { ownGroup } from './own-group.ts'

/** `groups.list`: the groups the caller sees, each counted within his or her customers; one pass. */
export const listGroups: Handler<'groups.list'> = (_request, context) => {
  const scope = scopeOf(context)
  const { staffId } = context.actor
  return context.cache((db) => {
    const ground = ruleGround(db, scope)
    const known = groupsSeenBy(db, staffId)
    const read = known.map((group) => ({
      group,
      rule: group.rule === null ? null : readRule(group.rule),
    }))
    const ruled = read.flatMap(({ group, rule }) => (rule === null ? [] : [{ group, rule }]))
    const counts = countConditions(
      db,
      ground,
      ruled.map(({ rule }) => ruleCondition(rule.root, ground)),
    )
    const countOf = new Map(ruled.map(({ group }, index) => [group.id, counts[index] ?? 0]))
    const members = countMembers(db, scope)
    const view = (group: KnownGroup, rule: GroupView['rule']): GroupView => ({
      id: group.id,
      name: group.name,
      kind: group.kind,
      visibility: group.visibility,
      note: group.note ?? '',
      rule,
      ownerName: group.owner_name ?? '',
      mine: group.owner_id === staffId,
      mayChange: mayChangeGroup(group, staffId, scope.kind === 'branch'),
      count: (group.kind === 'static' ? members : countOf).get(group.id) ?? 0,
      changedAtMs: group.changed_at,
      queued: group.queued,
    })
    return {
      groups: read.map(({ group, rule }) => view(group, rule)),
      everybody: scopedCount(db, scope),
    }
  })
}

/** `groups.members`: who stands in a static group, of the caller's customers. */
export const listMembers: Handler<'groups.members'> = ({ groupId }, context) => {
  const scope = scopeOf(context)
  return context.cache((db) => {
    const group = ownGroup(db, context.actor.staffId, groupId)
    const rows = membersIn(db, scope, group.id)
    return {
      rows: rows.map((row) => ({
        customerId: row.customer_id,
        customerNo: row.customer_no,
        name: row.name,
        tier: row.tier,
        addedBy: row.added_by ?? '',
        addedAtMs: row.added_at,
      })),
      averageFen: rows.reduce((sum, row) => sum + row.average_fen, 0),
      tiers: tiers.map((tier) => ({
        tier,
        customers: rows.filter((row) => row.tier === tier).length,
      })),
    }
  })
}
