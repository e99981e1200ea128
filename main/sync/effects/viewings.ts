import type { Effect } from './effect.ts'

/** A request waits for the branch head from the moment it was given. */
export const askViewing: Effect<'viewing.ask'> = (payload, { branchId, staffId }, rows) => {
  if (!rows.get('customer', payload.customerId)) return
  const known = rows.get('customer_viewing', payload.viewingId)
  if (known && known['rev'] !== 0) return
  rows.put('customer_viewing', {
    branch_id: branchId,
    id: payload.viewingId,
    customer_id: payload.customerId,
    asked_by: staffId,
    asked_at: payload.atMs,
    reason: payload.reason,
    words: payload.words.trim(),
    days: payload.days,
    decision: null,
    decided_by: null,
    decided_at: null,
    answer: null,
    until_at: null,
    ended_by: null,
    ended_at: null,
    openings: 0,
    opened_at: null,
  })
}

/** What was decided shows at once, but opens nothing: only head office says until when. */
export const decideViewing: Effect<'viewing.decide'> = (payload, { staffId }, rows) => {
  const viewing = rows.get('customer_viewing', payload.viewingId)
  if (!viewing || viewing['decision'] != null || viewing['ended_at'] != null) return
  rows.patch('customer_viewing', [payload.viewingId], {
    decision: payload.decision,
    decided_by: staffId,
    decided_at: payload.atMs,
    answer: payload.answer.trim(),
  })
}

/** It is closed at once, before head office has answered. */
export const endViewing: Effect<'viewing.end'> = (payload, { staffId }, rows) => {
  const viewing = rows.get('customer_viewing', payload.viewingId)
  if (!viewing || viewing['ended_at'] != null) return
  rows.patch('customer_viewing', [payload.viewingId], {
    ended_by: staffId,
    ended_at: payload.atMs,
  })
}

/** The opening counts at once. */
export const openViewing: Effect<'viewing.open'> = (payload, _context, rows) => {
  const viewing = rows.get('customer_viewing', payload.viewingId)
  if (!viewing) return
  rows.patch('customer_viewing', [payload.viewingId], {
    openings: Number(viewing['openings']) + 1,
    opened_at: Math.max(payload.atMs, Number(viewing['opened_at'] ?? 0)),
  })
}
