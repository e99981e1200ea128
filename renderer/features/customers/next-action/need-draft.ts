import type { Request } from '#contract/ipc.ts'
import {
  type NeedKind,
  needKinds,
  type NeedMeans,
  needMeans,
  type UnmetReason,
  unmetReasons,
} from '#domain/next-action/words.ts'
import { type Day, isDay } from '#domain/time/day.ts'

/** What a person has written so far of a need; the amount in 万元 as typed. */
export interface NeedDraft {
  kind: NeedKind | null
  words: string
  amount: string
  byDay: Day | null
}

/** An empty form. */
export function emptyNeed(): NeedDraft {
  return { kind: null, words: '', amount: '', byDay: null }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const dayOf = (value: unknown) => (typeof value === 'string' && isDay(value) ? value : null)

/** Reads a kept draft; null where the content is none of this form. */
export function needDraftFrom(stored: unknown): NeedDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { kind, words, amount, byDay } = stored as Partial<Record<keyof NeedDraft, unknown>>
  return {
    kind: needKinds.find((each) => each === kind) ?? null,
    words: textOf(words),
    amount: textOf(amount),
    byDay: dayOf(byDay),
  }
}

/** Largest amount, 万元. */
const mostWan = 99_999
const fenOfWan = 1_000_000

/** 万元 as typed, also full-width and with separators, in 分; null for nothing. */
export function amountFen(typed: string): number | null | 'notANumber' {
  const text = typed.normalize('NFKC').replaceAll(',', '').trim()
  if (text === '') return null
  const wan = Number(text)
  return Number.isFinite(wan) && wan >= 0 && wan <= mostWan
    ? Math.round(wan * fenOfWan)
    : 'notANumber'
}

/** Why a need cannot be kept yet, by field. */
export function needProblems(
  { kind, amount, byDay }: NeedDraft,
  today: Day,
): Partial<Record<'kind' | 'amount' | 'byDay', true>> {
  return {
    ...(kind === null ? { kind: true as const } : {}),
    ...(amountFen(amount) === 'notANumber' ? { amount: true as const } : {}),
    ...(byDay !== null && byDay < today ? { byDay: true as const } : {}),
  }
}

/** The request of a complete form; null while {@link needProblems} names something. */
export function needRequest(
  draft: NeedDraft,
  today: Day,
): Omit<Request<'customers.recordNeed'>, 'customerId'> | null {
  const { kind, words, amount, byDay } = draft
  const fen = amountFen(amount)
  const wrong = Object.keys(needProblems(draft, today)).length > 0
  if (wrong || kind === null || fen === 'notANumber') return null
  return { kind, words: words.trim(), amountFen: fen, byDay }
}

/** What a person has said so far of how a need ended. */
export interface NeedEndDraft {
  means: NeedMeans | null
  productId: string
  metOn: Day | null
  reason: UnmetReason | null
  note: string
}

/** An empty form; what was met was mostly met today. */
export function emptyNeedEnd(): NeedEndDraft {
  return { means: null, productId: '', metOn: null, reason: null, note: '' }
}

/** Reads a kept draft; null where the content is none of this form. */
export function needEndFrom(stored: unknown): NeedEndDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const kept = stored as Partial<Record<keyof NeedEndDraft, unknown>>
  return {
    means: needMeans.find((each) => each === kept.means) ?? null,
    productId: textOf(kept.productId),
    metOn: dayOf(kept.metOn),
    reason: unmetReasons.find((each) => each === kept.reason) ?? null,
    note: textOf(kept.note),
  }
}

/** Why an end cannot be recorded yet, by field. `today` is the shown day. */
export function needEndProblems(
  { means, productId, metOn, reason }: NeedEndDraft,
  to: 'met' | 'unmet',
  today: Day,
): Partial<Record<'means' | 'product' | 'metOn' | 'reason', true>> {
  if (to === 'unmet') return reason === null ? { reason: true } : {}
  return {
    ...(means === null ? { means: true as const } : {}),
    ...(means === 'product' && productId === '' ? { product: true as const } : {}),
    ...(metOn !== null && metOn > today ? { metOn: true as const } : {}),
  }
}

/** The request of a complete end; null while {@link needEndProblems} names something. */
export function needEndRequest(
  draft: NeedEndDraft,
  to: 'met' | 'unmet',
  today: Day,
): Omit<Request<'customers.settleNeed'>, 'customerId' | 'needId'> | null {
  if (Object.keys(needEndProblems(draft, to, today)).length > 0) return null
  const note = draft.note.trim() || null
  if (to === 'unmet') {
    return { to, metBy: null, metOn: null, productId: null, reason: draft.reason, note }
  }
  const productId = draft.means === 'product' ? draft.productId : null
  return { to, metBy: draft.means, metOn: draft.metOn ?? today, productId, reason: null, note }
}
