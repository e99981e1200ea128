import { AppError } from '#contract/errors.ts'
import {
  type CustomerFilter,
  type CustomerView,
  type productViews,
  type SavedView,
  savedViewSchema,
  viewLimits,
} from '#contract/ipc/customers.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { countCustomers } from '#db/customers/list.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { userSetting } from '#db/user/drafts.ts'
import { isNameTaken, type KeptView, keptViews } from '#db/user/views.ts'
import type { Tier } from '#domain/customers/tiers.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { filterGround, withoutGone } from './filter-ground.ts'

/** 全部 贵宾 7 日到期 临界提升 流失预警 资金流出 闲置资金 超期未联系 信息待补 我的收藏; 贵宾 from a tier on. */
const filtersOf = (
  vipFrom: Tier,
): Record<(typeof productViews)[number], Partial<CustomerFilter>> => ({
  all: {},
  vip: { tier: vipFrom, tierAndAbove: true },
  maturing: { maturesWithinDays: 7 },
  near: { gap: 'near' },
  churn: { churn: 'orange', tier: 'potential', tierAndAbove: true },
  outflow: { change: 'outflow' },
  idle: { task: 'idle_cash' },
  overdue: { overdue: true },
  incomplete: { incompleteBelowBp: 8000 },
  favourite: { favourite: true },
})

/** Name of the personal setting that holds the chosen columns, as JSON. */
const columnsSetting = 'customers.columns'

/** A kept view; null where an older program's content no longer fits. */
function readView({ id, name, content }: KeptView): (SavedView & { id: string }) | null {
  const view = savedViewSchema.omit({ name: true }).safeParse(JSON.parse(content))
  return view.success ? { id, name, ...view.data } : null
}

function ownViews(context: CallContext): (SavedView & { id: string })[] {
  return context.own(keptViews).flatMap((kept) => readView(kept) ?? [])
}

function keptColumns(context: CallContext): string[] | null {
  const kept = context.own((db) => userSetting(db, columnsSetting))
  return savedViewSchema.shape.columns.parse(kept === null ? null : JSON.parse(kept))
}

/** `customers.views`: the product's views and the person's own, all counted in one pass. */
export const countViews: Handler<'customers.views'> = (_request, context) => {
  const groundOf = filterGround(context)
  const own = ownViews(context)
  const viewsFrom = (vipFrom: Tier): Omit<CustomerView, 'count'>[] => [
    ...Object.entries(filtersOf(vipFrom)).map(([key, filter]) => ({
      key,
      filter: { ...noFilter, ...filter },
      own: null,
    })),
    ...own.map(({ id, filter, ...own }) => ({ key: id, filter, own })),
  ]
  const counted = context.cache((db) => {
    const ground = withoutGone(groundOf(db))
    const views = viewsFrom(parameterInForce(db, 'tier.vip', ground.scope.on))
    const filters = views.map(({ filter }) => filter)
    const counts = countCustomers(db, ground, filters)
    return views.map((view, index) => ({ ...view, count: counts[index] ?? 0 }))
  })
  return {
    views: counted,
    columns: keptColumns(context),
  }
}

/** `customers.saveView`: keeps a view under its name; an id that is gone is given back (undo). */
export const saveView: Handler<'customers.saveView'> = async ({ id: known, ...view }, context) => {
  const id = known ?? context.newId()
  const { taken, count } = context.own((db) => ({
    taken: isNameTaken(db, id, view.name),
    count: keptViews(db).filter((each) => each.id !== id).length,
  }))
  if (taken) throw new AppError('view.nameTaken')
  if (count >= viewLimits.count) throw new AppError('view.tooMany', { limit: viewLimits.count })
  const { name, ...content } = view
  await context.keep('user.keepView', { id, name, content: JSON.stringify(content) })
  return { id }
}

/** `customers.deleteView`: forgets a view; no view is no error, it may be gone already. */
export const deleteView: Handler<'customers.deleteView'> = async ({ id }, context) => {
  await context.keep('user.dropView', { id })
  return null
}

/** `customers.setColumns`: which columns a list shows, for every view that says nothing of it. */
export const setColumns: Handler<'customers.setColumns'> = async ({ columns }, context) => {
  await context.keep('user.putSetting', { key: columnsSetting, value: JSON.stringify(columns) })
  return null
}
