import { addDays, daysBetween } from '../../time/day.ts'
import { rule } from '../finding.ts'
import { afterSaleSpan, leadDays } from '../lead-days.ts'

/** 售后回访: 7 and 30 days after a product was bought, each within a week. */
export const afterSale = rule('after_sale', 'after-sale-1', ({ purchases, on }) =>
  purchases.flatMap(({ holdingId, product, amountFen, boughtOn }) => {
    const age = daysBetween(boughtOn, on)
    const days = leadDays.afterSale.find((lead) => age >= lead && age < lead + afterSaleSpan)
    if (days === undefined) return []
    return [
      {
        occasion: `${holdingId}:${days}`,
        priority: 2 as const,
        dueOn: addDays(boughtOn, days + afterSaleSpan),
        amountFen,
        evidence: { product, amountFen, boughtOn, days },
      },
    ]
  }),
)
