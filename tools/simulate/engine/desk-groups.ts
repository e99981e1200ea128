import { all } from '#db/connection/statements.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { unwatched } from './disk.ts'
import type { Act } from './desk.ts'
import type { Life } from './life.ts'

/** Whom a command puts into a group, and whom it takes out. */
export interface MemberChange {
  groupId: string
  add: readonly string[]
  remove: readonly string[]
}

interface Standing {
  id: string
  kind: 'static' | 'dynamic'
  deleted_at: number | null
}

/** So few that two people, or two terminals without a line, give one name twice. */
const names = ['走访', '回访', '年底', '到期']

const rule = JSON.stringify({
  version: 1,
  root: { join: 'all', parts: [{ field: 'age', from: 30, to: null }] },
})

/**
 * What a person does with the groups of a branch: one begins, customers come and go, its note changes, it is
 * deleted or given back. None is about one customer; what is refused is refused at head office.
 */
export function groupAct(life: Life, random: Chance, newId: () => string): Act {
  const { customers, groups } = unwatched(() =>
    life.cache.read((db) => ({
      customers: all<{ id: string }>(db, 'SELECT id FROM customer ORDER BY id').map(({ id }) => id),
      groups: all<Standing>(db, 'SELECT id, kind, deleted_at FROM customer_group ORDER BY id'),
    })),
  )
  const atMs = life.clock.now()
  const some = (share: number) => customers.filter(() => random.hit(share))
  const group = groups.length > 0 ? random.pick(groups) : null
  if (!group || random.hit(0.25)) return create(newId(), some(0.5), random, atMs)
  const mark = newId()
  const about = { customerId: null, mark }
  if (group.deleted_at !== null) {
    return { ...about, name: 'group.restore', payload: { groupId: group.id, atMs } }
  }
  if (random.hit(0.2)) {
    return { ...about, name: 'group.delete', payload: { groupId: group.id, atMs } }
  }
  if (group.kind === 'dynamic' || random.hit(0.2)) {
    return { ...about, name: 'group.change', payload: { groupId: group.id, note: mark, atMs } }
  }
  const add = some(0.4)
  const remove = some(0.4).filter((id) => !add.includes(id))
  const change = { groupId: group.id, add, remove }
  return { ...about, name: 'group.setMembers', payload: { ...change, atMs }, members: change }
}

function create(groupId: string, customerIds: string[], random: Chance, atMs: number): Act {
  const isStatic = random.hit(0.8)
  const members = isStatic ? customerIds : []
  return {
    name: 'group.create',
    mark: groupId,
    customerId: null,
    payload: {
      groupId,
      name: random.pick(names),
      kind: isStatic ? 'static' : 'dynamic',
      visibility: random.pick(['branch', 'own'] as const),
      note: null,
      rule: isStatic ? null : rule,
      customerIds: members,
      atMs,
    },
    members: { groupId, add: members, remove: [] },
  }
}
