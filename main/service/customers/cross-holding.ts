import type { BranchHolding } from '#contract/ipc/customers.ts'
import { AppError } from '#contract/errors.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import { classCounts, holdingCounts } from '#db/customers/evaluation.ts'
import { managersIn } from '#db/customers/list.ts'
import { crossHoldingOf, crossHoldingVersion } from '#domain/customers/cross-holding.ts'
import { productClasses } from '#domain/customers/product-classes.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { scopeOf } from './scope.ts'

type Counted = ReturnType<typeof holdingCounts>

/** How many customers hold 1, 2, 3 … classes. */
function countsOf(rows: Counted): number[] {
  return productClasses.map((_, index) =>
    rows.reduce((sum, { held, customers }) => sum + (held === index + 1 ? customers : 0), 0),
  )
}

/**
 * `customers.crossHolding`: 交叉持有 of the branch (rule 4.7), of each manager by the customers he or she
 * answers for, and by product class; both break-downs add up to the branch.
 */
export const showCrossHolding: Handler<'customers.crossHolding'> = (_request, context) => {
  const scope = scopeOf(context)
  if (scope.kind !== 'branch') throw new AppError('request.forbidden')
  return context.cache((db): BranchHolding => {
    const rows = holdingCounts(db, scope.on)
    const nameOf = new Map(managersIn(db, scope).map(({ id, name }) => [id, name]))
    const staff = [...new Set(rows.map(({ staffId }) => staffId))]
    return {
      asOf: reckonedOn(db, 'summary'),
      ruleVersion: crossHoldingVersion,
      branch: crossHoldingOf(countsOf(rows)),
      managers: staff
        .map((staffId) => ({
          staffId,
          name: staffId === null ? '' : (nameOf.get(staffId) ?? ''),
          ...crossHoldingOf(countsOf(rows.filter((row) => row.staffId === staffId))),
        }))
        .sort((a, b) => b.active - a.active),
      classes: classCounts(db),
    }
  })
}
