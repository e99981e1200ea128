import type { Correction, Customer } from '#domain/customers/records.ts'
import type { CorrectableField } from '#domain/customers/correction.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { openDay } from './contact-history.ts'
import type { Chance } from '#platform/chance/chance.ts'

/** Share of customers for whom somebody proposed a change that waits to be checked. */
const waitingShare = 0.004

const proposals: readonly (readonly [CorrectableField, string])[] = [
  ['occupation', '客户出示工作证'],
  ['address', '客户出示居住证明'],
  ['id_expiry', '已核对新身份证原件'],
]

function proposed(field: CorrectableField, customer: Customer, today: Day): string {
  if (field === 'id_expiry') return addDays(today, 20 * 365)
  return field === 'occupation'
    ? '企业职工'
    : `${customer.address ?? '湖北省云江市'}（新址待装门牌）`
}

/** A change of one field, proposed in the last days at the counter or by a manager; rarely one. */
export function drawCorrections(
  customer: Customer,
  proposers: readonly string[],
  businessDate: Day,
  random: Chance,
): Correction[] {
  if (!random.hit(waitingShare) || proposers.length === 0) return []
  const [field, evidence] = random.pick(proposals)
  const on = openDay(addDays(businessDate, -random.int(0, 6)))
  const old = customer[field]
  const value = proposed(field, customer, businessDate)
  if (old === value) return []
  return [
    {
      branch_id: customer.branch_id,
      id: uuidV7(instantOfDay(on), random.bytes),
      customer_id: customer.id,
      field,
      old_value: old,
      new_value: value,
      evidence,
      state: 'pending_check',
      proposed_by: random.pick(proposers),
      proposed_at: instantOfDay(on) + random.int(9 * 60, 17 * 60) * 60_000,
    },
  ]
}
