import type { TaskView } from '#contract/ipc/customers.ts'

/** How the facts of a sentence are written in the person's language. */
export interface EvidenceWords {
  /** Money in 分 with its unit: `86.00 万元`. */
  money(fen: number): string
  /** A day: `11-24`. */
  day(day: string): string
  /** Basis points as percent: `30.9%`. */
  percent(basisPoints: number): string
  tier(tier: string): string
  outcome(outcome: string): string
  /** Names of fields, joined as the language joins them. */
  fields(names: readonly string[]): string
  /** Reasons for churn points, joined as the language joins them. */
  churn(reasons: readonly string[]): string
  /** Why a customer was referred. */
  reason(reason: string): string
}

/** Keys of the evidence sentences, `customers.evidence.<key>`. */
export type EvidenceKey =
  | 'maturity'
  | 'maturityPlain'
  | 'loanDue'
  | 'cardDue'
  | 'birthday'
  | 'inflow'
  | 'inflowFrom'
  | 'outflow'
  | 'outflowTo'
  | 'tierCliff'
  | 'tierCliffDaily'
  | 'idExpiry'
  | 'idExpired'
  | 'riskExpiry'
  | 'riskExpired'
  | 'afterSale'
  | 'idleCash'
  | 'contactOverdue'
  | 'contactNever'
  | 'churn'
  | 'tierRaised'
  | 'tierLowered'
  | 'tierWatched'
  | 'dataQuality'
  | 'followUp'
  | 'followUpNote'
  | 'referral'

/** A sentence of the language files and what it quotes. */
export interface EvidenceSentence {
  key: EvidenceKey
  quotes: Record<string, string | number>
}

/** Reads the facts of a task by name; a missing or foreign value is null. */
class Facts {
  readonly #values: TaskView['evidence']

  constructor(values: TaskView['evidence']) {
    this.#values = values
  }

  number(name: string): number | null {
    const value = this.#values[name]
    return typeof value === 'number' ? value : null
  }

  text(name: string): string | null {
    const value = this.#values[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
}

/**
 * The sentence that says why a task exists (facts: `domain/workbench/evidence.ts`). Null where the
 * source gave too few facts for a sentence; the kind's title stands alone then. `today` is the
 * business date, `YYYY-MM-DD`.
 */
export function evidenceSentence(
  task: Pick<TaskView, 'kind' | 'evidence' | 'amountFen' | 'dueOn'>,
  words: EvidenceWords,
  today: string,
): EvidenceSentence | null {
  const facts = new Facts(task.evidence)
  const amountFen = facts.number('amountFen') ?? task.amountFen
  const amount = amountFen === null ? null : words.money(amountFen)
  const on = words.day(facts.text('on') ?? task.dueOn)
  const bank = facts.text('bank')
  switch (task.kind) {
    case 'maturity': {
      if (amount === null) return null
      const day = words.day(facts.text('maturesOn') ?? task.dueOn)
      const product = facts.text('product')
      return product
        ? { key: 'maturity', quotes: { product, amount, day } }
        : { key: 'maturityPlain', quotes: { amount, day } }
    }
    case 'payment_due': {
      const short = facts.number('shortFen')
      if (amount === null || short === null) return null
      const day = words.day(facts.text('dueOn') ?? task.dueOn)
      const key = facts.text('what') === 'card' ? 'cardDue' : 'loanDue'
      return { key, quotes: { day, amount, short: words.money(short) } }
    }
    case 'birthday': {
      const age = facts.number('age')
      return age === null ? null : { key: 'birthday', quotes: { day: on, age } }
    }
    case 'inflow':
      if (amount === null) return null
      return bank
        ? { key: 'inflowFrom', quotes: { day: on, bank, amount } }
        : { key: 'inflow', quotes: { day: on, amount } }
    case 'outflow': {
      const share = facts.number('shareBp')
      if (amount === null || share === null) return null
      const quotes = { day: on, amount, share: words.percent(share) }
      return bank ? { key: 'outflowTo', quotes: { ...quotes, bank } } : { key: 'outflow', quotes }
    }
    case 'tier_cliff': {
      const tier = facts.text('tier')
      const gap = facts.number('gapFen')
      if (!tier || gap === null) return null
      const until = words.day(facts.text('until') ?? task.dueOn)
      const quotes = { tier: words.tier(tier), gap: words.money(gap), day: until }
      const perDay = facts.number('perDayFen')
      return perDay === null
        ? { key: 'tierCliff', quotes }
        : { key: 'tierCliffDaily', quotes: { ...quotes, perDay: words.money(perDay) } }
    }
    case 'id_expiry': {
      const expires = facts.text('expiresOn') ?? task.dueOn
      const key = expires < today ? 'idExpired' : 'idExpiry'
      return { key, quotes: { day: words.day(expires) } }
    }
    case 'risk_expiry': {
      const expires = facts.text('expiresOn') ?? task.dueOn
      const key = expires < today ? 'riskExpired' : 'riskExpiry'
      return { key, quotes: { day: words.day(expires) } }
    }
    case 'after_sale': {
      const product = facts.text('product')
      const days = facts.number('days')
      if (amount === null || product === null || days === null) return null
      const day = words.day(facts.text('boughtOn') ?? task.dueOn)
      return { key: 'afterSale', quotes: { day, product, amount, days } }
    }
    case 'idle_cash': {
      const days = facts.number('days')
      if (amount === null || days === null) return null
      return { key: 'idleCash', quotes: { amount, days } }
    }
    case 'contact_overdue': {
      const days = facts.number('days')
      const cycle = facts.number('cycleDays')
      if (cycle === null) return null
      if (days === null) return { key: 'contactNever', quotes: { cycle } }
      return { key: 'contactOverdue', quotes: { days, cycle } }
    }
    case 'churn': {
      const points = facts.number('points')
      const reasons = facts.text('reasons')?.split(',') ?? []
      if (points === null || reasons.length === 0) return null
      return { key: 'churn', quotes: { points, reasons: words.churn(reasons) } }
    }
    case 'tier_change': {
      const [outcome, before, tier] = ['outcome', 'before', 'tier'].map((name) => facts.text(name))
      const averageFen = facts.number('averageFen')
      if (!before || !tier || averageFen === null) return null
      const quotes = { day: on, tier: words.tier(tier), average: words.money(averageFen) }
      if (outcome === 'watched') return { key: 'tierWatched', quotes }
      if (outcome !== 'raised' && outcome !== 'lowered') return null
      const key = outcome === 'raised' ? 'tierRaised' : 'tierLowered'
      return { key, quotes: { ...quotes, before: words.tier(before) } }
    }
    case 'data_quality': {
      const fields = facts.text('fields')?.split(',').filter(Boolean) ?? []
      return fields.length ? { key: 'dataQuality', quotes: { fields: words.fields(fields) } } : null
    }
    case 'follow_up': {
      const outcome = facts.text('outcome')
      if (!outcome) return null
      const quotes = { outcome: words.outcome(outcome), day: on }
      const note = facts.text('note')
      return note
        ? { key: 'followUpNote', quotes: { ...quotes, note } }
        : { key: 'followUp', quotes }
    }
    case 'referral': {
      const by = facts.text('by')
      const reason = facts.text('reason')
      if (!by || !reason) return null
      return { key: 'referral', quotes: { by, day: on, reason: words.reason(reason) } }
    }
  }
}
