import { readFacts } from '#domain/customers/evaluation-facts.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import {
  countedTypes,
  type GivenVerdict,
  standingTypes,
  typeVerdicts,
} from '#domain/customers/type-verdict.ts'
import type { Row } from '#db/cache/rows.ts'
import type { Effect } from './effect.ts'

function verdictOf(row: Row): GivenVerdict[] {
  const type = customerTypes.find((each) => each === row['type'])
  const verdict = typeVerdicts.find((each) => each === row['verdict'])
  if (!type || !verdict) return []
  return [
    {
      id: String(row['id']),
      type,
      verdict,
      seen: String(row['seen']),
      given_at: Number(row['given_at']),
    },
  ]
}

/** What was said of a type stands at once, and the customer's types follow as head office will have them. */
export const judgeType: Effect<'customer.judgeType'> = (payload, { branchId, staffId }, rows) => {
  const { customerId, verdictId, type, verdict, reason, seen, atMs } = payload
  const customer = rows.get('customer', customerId)
  if (!customer) return
  const known = rows.get('customer_type_verdict', verdictId)
  if (known && known['rev'] !== 0) return
  rows.put('customer_type_verdict', {
    branch_id: branchId,
    id: verdictId,
    customer_id: customerId,
    type,
    verdict,
    reason,
    seen: JSON.stringify(seen),
    given_by: staffId,
    given_at: atMs,
  })
  const value = rows.get('customer_value', customerId)
  if (!value || customer['deceased_on'] != null) return
  const verdicts = rows
    .where('customer_type_verdict', 'customer_id', customerId)
    .flatMap((row) => verdictOf(row))
  const types = countedTypes(standingTypes(readFacts(String(value['facts'])).types, verdicts))
  if (types !== value['types']) rows.patch('customer_value', [customerId], { types })
}
