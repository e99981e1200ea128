import { describe, expect, test } from 'vitest'
import { channels } from '#contract/ipc.ts'
import { usualEnd } from '#domain/next-action/refusals.ts'
import { defaultNextActionRule } from '#domain/next-action/rule.ts'
import { type RefusalReason, refusalReasons } from '#domain/next-action/words.ts'
import {
  amountFen,
  emptyNeed,
  emptyNeedEnd,
  needDraftFrom,
  needEndFrom,
  needEndProblems,
  needEndRequest,
  needProblems,
  needRequest,
} from '#renderer/features/customers/next-action/need-draft.ts'
import {
  emptyRefusal,
  refusalDraftFrom,
  refusalEnd,
  refusalProblems,
} from '#renderer/features/customers/next-action/refusal-draft.ts'

const today = '2026-11-27'
const ends = Object.fromEntries(
  refusalReasons.map((reason) => [reason, usualEnd(reason, today, defaultNextActionRule)]),
) as Record<RefusalReason, string>

describe('a refusal', () => {
  test('follows its reason until somebody chooses a day', () => {
    const draft = emptyRefusal()
    expect(refusalEnd(draft, ends)).toBeNull()
    expect(refusalEnd({ ...draft, reason: 'timing' }, ends)).toBe('2026-12-27')
    expect(refusalEnd({ ...draft, reason: 'timing', until: today }, ends)).toBe(today)
  })

  test('says what misses', () => {
    expect(refusalProblems({ ...emptyRefusal(), voice: null }, today)).toEqual({
      voice: true,
      reason: true,
    })
    const given = { ...emptyRefusal(), reason: 'other' as const }
    expect(refusalProblems(given, today)).toEqual({})
    for (const until of ['2026-11-26', '2029-01-01']) {
      expect(refusalProblems({ ...given, until }, today)).toEqual({ until: true })
    }
  })

  test('a kept draft of another shape is not taken', () => {
    expect(refusalDraftFrom('x')).toBeNull()
    const wrong = { voice: 'moon', reason: 7, until: '2026-02-30', note: null }
    expect(refusalDraftFrom(wrong)).toEqual({ voice: null, reason: null, until: null, note: '' })
  })
})

describe('a need', () => {
  test.each([
    ['', null],
    ['5', 5_000_000],
    ['１２.５', 12_500_000],
    ['1,200', 1_200_000_000],
    ['-1', 'notANumber'],
    ['100000', 'notANumber'],
    ['five', 'notANumber'],
  ])('the amount “%s” in 万元', (typed, fen) => {
    expect(amountFen(typed)).toBe(fen)
  })

  test('says what misses, and makes a request the service accepts', () => {
    const wrong = { ...emptyNeed(), amount: 'x', byDay: '2026-11-26' }
    expect(needProblems(wrong, today)).toEqual({ kind: true, amount: true, byDay: true })
    expect(needRequest(wrong, today)).toBeNull()
    const request = needRequest(
      { kind: 'housing', words: ' 首付 ', amount: '20', byDay: today },
      today,
    )
    expect(request).toEqual({
      kind: 'housing',
      words: '首付',
      amountFen: 20_000_000,
      byDay: today,
    })
    const schema = channels['customers.recordNeed'].request
    expect(schema.safeParse({ customerId: 'c', ...request }).success).toBe(true)
  })

  test('its end names the means and the product, or the reason', () => {
    const draft = emptyNeedEnd()
    expect(needEndProblems(draft, 'met', today)).toEqual({ means: true })
    expect(needEndProblems({ ...draft, means: 'product' }, 'met', today)).toEqual({ product: true })
    const ahead = { ...draft, means: 'service' as const, metOn: '2026-11-28' }
    expect(needEndProblems(ahead, 'met', today)).toEqual({ metOn: true })
    expect(needEndProblems(draft, 'unmet', today)).toEqual({ reason: true })
    expect(needEndRequest({ ...draft, means: 'service', productId: 'p' }, 'met', today)).toEqual({
      to: 'met',
      metBy: 'service',
      metOn: today,
      productId: null,
      reason: null,
      note: null,
    })
    expect(needEndRequest({ ...draft, reason: 'terms' }, 'unmet', today)).toMatchObject({
      to: 'unmet',
      metBy: null,
      reason: 'terms',
    })
  })

  test('kept drafts of another shape are not taken', () => {
    expect(needDraftFrom(null)).toBeNull()
    expect(needDraftFrom({ kind: 'x', words: 1 })).toEqual(emptyNeed())
    expect(needEndFrom(7)).toBeNull()
    expect(needEndFrom({ means: 'x', metOn: 'y' })).toEqual(emptyNeedEnd())
  })
})
