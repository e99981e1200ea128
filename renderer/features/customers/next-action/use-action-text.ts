import type {
  NextActionsView,
  NextActionView,
  RefusalView,
  ScoredPartView,
} from '#contract/ipc/customers.ts'
import { useActionWord } from '../../../components/tasks/use-action-word.ts'
import { useEvidence } from '../../../components/tasks/use-evidence.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useMoney } from '../../../format/use-money.ts'
import { useText } from '../../../locales/use-text.ts'

type Gate = NextActionView['gates'][number]

/** Actions, their reasons and what holds them back, in the language on screen. */
export function useActionText(view: () => Pick<NextActionsView, 'on' | 'risk' | 'needs'>) {
  const { t } = useText()
  const money = useMoney()
  const moments = useMoments()
  const word = useActionWord()
  const evidence = useEvidence(() => view().on)

  /** What it is about: the reason's facts, the customer's words, the sum. */
  function why({ kind, task, needId, dueOn, amountFen, product }: NextActionView): string {
    if (task) return evidence.sentence(task)
    const amount = amountFen === null ? '' : money.text(amountFen)
    const asset = product ? t(`words.asset.${product.assetClass}`) : ''
    switch (kind) {
      case 'need': {
        const need = view().needs.find(({ id }) => id === needId)
        const words = [need ? t(`words.needKind.${need.kind}`) : '', need?.words, amount]
        const said = words.filter(Boolean).join(t('customers.listComma'))
        const day = need?.byDay ?? null
        return day === null
          ? said
          : t('customers.next.evidence.needUntil', { words: said, day: moments.day(day) })
      }
      case 'anti_fraud':
        return t('customers.next.evidence.anti_fraud', {
          day: dueOn === null ? '' : moments.day(dueOn),
          amount,
        })
      case 'leakage':
        return t('customers.next.evidence.leakage', { amount })
      default:
        return `${t('customers.next.evidence.product_gap', { asset })}${
          amount === '' ? '' : t('customers.next.evidence.gapAmount', { amount })
        }`
    }
  }

  function advice({ kind }: NextActionView): string {
    switch (kind) {
      case 'anti_fraud':
      case 'need':
      case 'leakage':
      case 'product_gap':
        return t(`customers.next.advice.${kind}`)
      default:
        return t(`customers.tasks.advice.${kind}`)
    }
  }

  /** The product with its grade and rate; '' where none is named. */
  function product({ product: named }: NextActionView): string {
    if (!named) return ''
    const { name, riskLevel: level, rateBp } = named
    const rate =
      rateBp === null ? '' : t('customers.next.rate', { rate: (rateBp / 100).toFixed(2) })
    return t('customers.next.product', { product: name, level, rate })
  }

  /** What was checked before it was proposed. */
  function suitability({ kind, product: named, sells }: NextActionView): string {
    if (named?.assetClass === 'deposit') return t('customers.next.depositSuits')
    if (named) {
      const customer = view().risk.level ?? '—'
      return t('customers.next.suits', { customer, product: named.riskLevel })
    }
    const speaks = sells || kind === 'maturity' || kind === 'need'
    return t(speaks ? 'customers.next.noProductSuits' : 'customers.next.serviceSuits')
  }

  /** A part of the score with its numbers. */
  function reason({ ground }: ScoredPartView): string {
    switch (ground.part) {
      case 'value':
        if (ground.amountFen === null) return t('customers.next.reason.noAmount')
        return t('customers.next.reason.value', {
          amount: money.text(ground.amountFen),
          floor: money.text(ground.floorFen),
          percent: Math.round((ground.amountFen * 100) / ground.floorFen),
        })
      case 'urgency': {
        const { days, dueOn } = ground
        if (days === null || dueOn === null) return t('customers.next.reason.noDue')
        if (days === 0) return t('customers.next.reason.dueNow')
        if (days < 0) return t('customers.next.reason.overdue', { days: -days })
        return t('customers.next.reason.dueIn', { days, day: moments.day(dueOn) })
      }
      case 'compliance':
        if (ground.from === 'paper') {
          const { days, expiredOn } = ground
          return t('customers.next.reason.expired', { days, day: moments.day(expiredOn) })
        }
        return t(`customers.next.reason.${ground.from === 'fraud' ? 'fraud' : 'noDuty'}`)
      case 'intent':
        if (ground.from === 'need') {
          return t('customers.next.reason.need', { need: t(`words.needKind.${ground.need}`) })
        }
        if (ground.from === 'refusal') {
          const why = t(`words.refusalReason.${ground.reason}`)
          return t('customers.next.reason.refusal', { day: moments.day(ground.on), reason: why })
        }
        return ground.outcome === null
          ? t('customers.next.reason.noContact')
          : t('customers.next.reason.outcome', { outcome: t(`words.outcome.${ground.outcome}`) })
    }
  }

  function refusal({ saidBy, reason: given, until }: RefusalView): string {
    return t('customers.next.why.refused', {
      voice: t(`words.refusalVoice.${saidBy}`),
      reason: t(`words.refusalReason.${given}`),
      day: moments.day(until),
    })
  }

  /** Why a gate is closed. */
  function gate({ gate: name, contact, unsuitable, refusal: given }: Gate, action: NextActionView) {
    if (name === 'contactCap') {
      if (!contact) return t('words.actionGate.contactCap')
      const { what, count, days, freeOn } = contact
      return t(`customers.next.why.${what}`, { count, days, day: moments.day(freeOn) })
    }
    if (name === 'suitability') {
      if (!unsuitable) return t('words.actionGate.suitability')
      const customer = view().risk.level ?? '—'
      const grades = { customer, product: action.product?.riskLevel ?? '—' }
      return t(`customers.talk.why.${unsuitable}`, grades)
    }
    if (name === 'refused') return given ? refusal(given) : t('words.actionGate.refused')
    return t(`customers.next.why.${name}`)
  }

  return { word, why, advice, product, suitability, reason, refusal, gate }
}
