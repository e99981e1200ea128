import { steppedCard } from '#domain/key-transactions/card.ts'
import { cardStates, falseAlarmReasons } from '#domain/key-transactions/states.ts'
import type { Effect } from './effect.ts'

/** A card moves on where it may, as head office will decide; its history says who did it. */
export const advanceCard: Effect<'keyTransaction.advance'> = (payload, { staffId }, rows) => {
  const { to, note, reason, atMs } = payload
  const row = rows.get('key_transaction', payload.cardId)
  const state = cardStates.find((each) => each === row?.['state'])
  if (!row || !state || row['customer_id'] !== payload.customerId) return
  const answered = row['responded_at']
  const card = {
    state,
    state_at: Number(row['state_at']),
    state_by: row['state_by'] == null ? null : String(row['state_by']),
    responded_at: answered == null ? null : Number(answered),
    reason: falseAlarmReasons.find((each) => each === row['reason']) ?? null,
    history: String(row['history']),
  }
  const step = steppedCard(card, { to, by: staffId, atMs, note, reason })
  if (step) rows.patch('key_transaction', [payload.cardId], { ...step })
}
