import { describe, expect, test } from 'vitest'
import { cardOf, historyOf, mergedCard, steppedCard } from '#domain/key-transactions/card.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import { afterReversal, isReversed, restsOn } from '#domain/key-transactions/reversal.ts'
import { momentOf } from '#domain/time/working-day.ts'
import { customerDay, moved, published, toOwn, wan } from './days.ts'

const arrivedAtMs = momentOf('2026-11-23', 10 * 60 + 14)
const atMs = arrivedAtMs + 60_000
const made = (own: Parameters<typeof customerDay>[0], at = arrivedAtMs): KeyTransaction => {
  const card = cardOf(customerDay(own), published, {
    branchId: 'b',
    cardId: 'c',
    customerId: 'k',
    arrivedAtMs: at,
    exceptions: new Map(),
  })
  if (!card) throw new Error('no card')
  return card
}
const eighteen = toOwn({ txnNo: 'T1', amountFen: 18 * wan })
const twelve = toOwn({ txnNo: 'T2', amountFen: 60 * wan })
const reversal = { txnNos: ['T2'], atMs, reason: '记账串户' }

describe('a card whose bookings are reversed', () => {
  test('is taken back where nothing is left and nobody answered', () => {
    const known = made({ tier: 'gold', movements: [twelve] })
    expect(restsOn(known, reversal)).toBe(true)
    const after = afterReversal(known, null, reversal)
    expect(after).toMatchObject({ state: 'closed', state_at: atMs, state_by: null })
    expect(after.responded_at).toBeNull()
    expect(historyOf(after.history).at(-1)).toMatchObject({ act: 'reversed', note: '记账串户' })
    expect(isReversed(after)).toBe(true)
    // The same day judged again changes nothing; a new booking brings it back.
    expect(mergedCard(after, null)).toBe(after)
    const again = mergedCard(
      after,
      made({ tier: 'gold', movements: [toOwn({ txnNo: 'T3', amountFen: 70 * wan })] }),
    )
    expect(again).toMatchObject({ state: 'new' })
    expect(again && isReversed(again)).toBe(false)
  })

  test('rests on what is left, with the deadline it had', () => {
    const known = made({ tier: 'gold', movements: [eighteen, twelve] })
    const left = made({ tier: 'gold', movements: [eighteen] }, atMs)
    const after = afterReversal(known, left, reversal)
    expect(after).toMatchObject({
      state: 'new',
      amount_fen: 18 * wan,
      arrived_at: arrivedAtMs,
      due_at: known.due_at,
    })
    expect(isReversed(after)).toBe(true)
  })

  test('keeps what somebody acted on, and says that it was reversed', () => {
    const known = made({ tier: 'gold', movements: [twelve] })
    const step = { to: 'contacted', by: 'li', atMs: atMs - 1, note: null, reason: null } as const
    const answered = { ...known, ...steppedCard(known, step) }
    const after = afterReversal(answered, null, reversal)
    expect(after).toMatchObject({ state: 'contacted', evidence: known.evidence, state_by: 'li' })
    expect(isReversed(after)).toBe(true)
  })

  test('is not touched by a reversal of another booking', () => {
    const known = made({ tier: 'gold', movements: [moved({ txnNo: 'T9', amountFen: 80 * wan })] })
    expect(restsOn(known, reversal)).toBe(false)
  })
})
