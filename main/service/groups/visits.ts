import { noFilter } from '#contract/ipc/no-filter.ts'
import { listCustomers } from '#db/customers/list.ts'
import { workCustomers } from '#db/workbench/rows.ts'
import { openTasksOfAll } from '#db/workbench/tasks.ts'
import { addressToStreet, maskMobile } from '#domain/customers/mask.ts'
import { isPutOff } from '#domain/workbench/postponing.ts'
import { filterGround } from '../customers/filter-ground.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { taskView } from '../workbench/task-view.ts'
import { ownGroup } from './own-group.ts'

/** `groups.visits`: the first of a group by 日均, with what is open of each and addresses to the street. */
export const groupVisits: Handler<'groups.visits'> = ({ groupId, limit }, context) => {
  const groundOf = filterGround(context)
  return context.cache((db) => {
    const ground = groundOf(db)
    const { on } = ground.scope
    const { name } = ownGroup(db, context.actor.staffId, groupId)
    const order = { sort: 'average', descending: true, offset: 0, limit } as const
    const page = listCustomers(db, ground, { ...noFilter, groupId }, order)
    const ids = page.rows.map(({ id }) => id)
    const customers = workCustomers(db, ids, on)
    const open = openTasksOfAll(db, ids).filter((task) => !isPutOff(task, on))
    return {
      businessDate: on,
      groupName: name,
      total: page.total,
      visits: page.rows.map((row) => {
        const address = customers.get(row.id)?.address ?? null
        const tasks = open.filter((task) => task.customer_id === row.id)
        return {
          customerId: row.id,
          name: row.name,
          tier: row.tier,
          mobile: row.mobile === null ? '' : maskMobile(row.mobile),
          address: address === null ? '' : addressToStreet(address),
          tasks: tasks.map(taskView),
          dueOn: tasks.map((task) => task.due_on).sort()[0] ?? null,
        }
      }),
    }
  })
}
