import { dayOfInstant } from '#domain/time/day.ts'
import type { Effect } from './effect.ts'

/**
 * A contact stands in the customer's history at once and counts as the last contact unless nobody
 * answered.
 */
export const logContact: Effect<'contact.log'> = (payload, { branchId, staffId }, rows) => {
  if (!rows.get('customer', payload.customerId)) return
  const known = rows.get('contact', payload.contactId)
  if (known && known['rev'] !== 0) return
  rows.put('contact', {
    branch_id: branchId,
    id: payload.contactId,
    customer_id: payload.customerId,
    staff_id: staffId,
    at: payload.atMs,
    channel: payload.channel,
    outcome: payload.outcome,
    summary: payload.summary,
    next_on: payload.nextOn,
    duration_minutes: payload.durationMinutes,
    origin: 'terminal',
  })
  if (payload.outcome === 'no_answer') return
  const day = dayOfInstant(payload.atMs)
  const summary = rows.get('customer_summary', payload.customerId)
  if (summary && String(summary['last_contact_on'] ?? '') < day) {
    rows.patch('customer_summary', [payload.customerId], { last_contact_on: day })
  }
}
