import { validElements } from '../../customers/completeness.ts'
import { addDays, addMonths } from '../../time/day.ts'
import { caredFor, rule } from '../finding.ts'

/**
 * 信息待补: elements of 九要素 that are missing or placeholders, of a customer of 潜力 or above. The
 * expiry of the document has a rule of its own where a day is known.
 */
export const dataQuality = rule('data_quality', 'data-1', ({ customer, on }) => {
  if (!caredFor(customer.tier)) return []
  const invalid = Object.entries(validElements(customer, on))
    .filter(([field, valid]) => !valid && !(field === 'id_expiry' && customer.id_expiry !== null))
    .map(([field]) => field)
  if (invalid.length === 0) return []
  const fields = invalid.join(',')
  return [
    {
      occasion: fields,
      priority: 3,
      dueOn: addDays(addMonths(on, 2), -1),
      evidence: { fields },
    },
  ]
})
