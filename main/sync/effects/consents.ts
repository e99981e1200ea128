import type { Effect } from './effect.ts'

/** A consent stands at once. */
export const recordConsent: Effect<'consent.record'> = (payload, { branchId, staffId }, rows) => {
  if (!rows.get('customer', payload.customerId)) return
  const known = rows.get('consent', payload.consentId)
  if (known && known['rev'] !== 0) return
  rows.put('consent', {
    branch_id: branchId,
    id: payload.consentId,
    customer_id: payload.customerId,
    purpose: payload.purpose,
    channel: payload.channel,
    given_on: payload.on,
    withdrawn_on: null,
    text_version: payload.textVersion,
    way: payload.way,
    given_at: payload.atMs,
    given_by: staffId,
    withdrawn_channel: null,
    withdrawn_at: null,
    withdrawn_by: null,
  })
}

/** What stood for a purpose ends at once: gates that hold for it close before head office has answered. */
export const withdrawConsent: Effect<'consent.withdraw'> = (payload, { staffId }, rows) => {
  const { customerId, purpose, channel, on, atMs } = payload
  for (const row of rows.where('consent', 'customer_id', customerId)) {
    if (row['purpose'] !== purpose || row['withdrawn_on'] != null) continue
    if (row['given_at'] != null && Number(row['given_at']) > atMs) continue
    rows.patch('consent', [String(row['id'])], {
      withdrawn_on: on,
      withdrawn_channel: channel,
      withdrawn_at: atMs,
      withdrawn_by: staffId,
    })
  }
}
