import { addMonths, type Day, instantOfDay, monthStart } from '../time/day.ts'
import { type UsageModule, usageModules } from './modules.ts'

/** A business action as the ledger tells it: when, ms UTC, and the module its channel names. */
export interface ActionUse {
  atMs: number
  module: string
}

/** Use of one module in a month. */
export interface ModuleUse {
  module: UsageModule
  actions: number
  lastMs: number
}

/**
 * Modules one person used in the month of `day` (shown time, UTC+8), in the order of the menu. Modules
 * that an older version named and that are none any more are left out.
 */
export function moduleUse(actions: readonly ActionUse[], day: Day): ModuleUse[] {
  const from = instantOfDay(monthStart(day))
  const before = instantOfDay(addMonths(day, 1))
  const inMonth = actions.filter(({ atMs }) => atMs >= from && atMs < before)
  return usageModules.flatMap((module) => {
    const times = inMonth.filter((action) => action.module === module).map(({ atMs }) => atMs)
    return times.length === 0
      ? []
      : [{ module, actions: times.length, lastMs: times.reduce((a, b) => Math.max(a, b)) }]
  })
}
