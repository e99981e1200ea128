import type { ProfileField } from '#contract/ipc/customers.ts'
import type { OpenCorrection } from '#db/customers/ties.ts'
import { validElements } from '#domain/customers/completeness.ts'
import { correctableFields } from '#domain/customers/correction.ts'
import { isMaskedField, maskField } from '#domain/customers/mask.ts'
import type { Customer } from '#domain/customers/records.ts'
import type { Day } from '#domain/time/day.ts'

/** The fields of a profile: masked values, what may be revealed, and what waits beside them. */
export function profileOf(
  customer: Customer,
  corrections: readonly OpenCorrection[],
  on: Day,
): ProfileField[] {
  const elements = validElements(customer, on)
  return correctableFields.map((field) => {
    const value = customer[field]
    const open = corrections.find((correction) => correction.field === field)
    return {
      field,
      masked: maskField(field, value),
      revealable: value !== null && isMaskedField(field),
      valid: elements[field] ?? (value !== null && value.trim() !== ''),
      pending: open
        ? {
            masked: maskField(field, open.new_value),
            state: open.queued ? 'queued' : 'pending_check',
          }
        : null,
    }
  })
}
