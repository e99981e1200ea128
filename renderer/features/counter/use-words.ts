import type { CounterActionView, CounterVisit } from '#contract/ipc/counter.ts'
import { surnameOf } from '#domain/customers/mask.ts'
import { useText } from '../../locales/use-text.ts'

/** How the counter says things of a visit, in the language on screen. */
export function useCounterWords() {
  const { t } = useText()

  /** 周女士; with no sex known 周**. */
  const address = ({ surname, sex }: Pick<CounterVisit, 'surname' | 'sex'>) =>
    t(`counter.address.${sex ?? 'unknown'}`, { surname })

  function title(action: CounterActionView, visit: CounterVisit): string {
    switch (action.kind) {
      case 'refer':
        return t(visit.referTo?.route === 'head' ? 'counter.act.referHead' : 'counter.act.refer')
      case 'mobile':
        return t(action.known ? 'counter.act.mobile' : 'counter.act.mobileMissing')
      case 'document':
        return t(action.expired ? 'counter.act.document' : 'counter.act.documentMissing')
      case 'field':
        return t('counter.act.field', { field: t(`words.field.${action.field}`) })
    }
  }

  function referReason(action: CounterActionView & { kind: 'refer' }): string {
    if (action.reason === 'wish') return ''
    if (action.reason !== 'maturity') return t(`counter.act.${action.reason}`)
    const days = action.days ?? 0
    if (days > 1) return t('counter.act.maturity.later', { days })
    return t(days === 1 ? 'counter.act.maturity.tomorrow' : 'counter.act.maturity.today')
  }

  function reason(action: CounterActionView, { referTo }: CounterVisit): string {
    switch (action.kind) {
      case 'refer': {
        const why = referReason(action)
        if (!referTo) return why
        const route = t(`words.referralRoute.${referTo.route}`)
        return t('counter.act.to', { why, route, name: referTo.name })
      }
      case 'mobile':
        return action.known
          ? t('counter.act.mobileReason', { tail: action.tail ?? '' })
          : t('counter.act.mobileMissingReason')
      case 'document':
        return t(
          action.expired ? 'counter.act.documentReason' : 'counter.act.documentMissingReason',
        )
      case 'field':
        return t('counter.act.fieldReason')
    }
  }

  /** What is said aloud: quotes the address and the manager's surname, and nothing else. */
  function spoken(action: CounterActionView, { surname, sex, referTo }: CounterVisit): string {
    const key = referTo?.route === 'head' ? 'head' : 'person'
    return t(`counter.say.${action.spoken}`, {
      address: t(`counter.spokenAddress.${sex ?? 'unknown'}`, { surname }),
      manager: referTo ? t(`counter.manager.${key}`, { surname: surnameOf(referTo.name) }) : '',
    })
  }

  function button(action: CounterActionView, { referTo }: CounterVisit): string {
    if (action.done) return t('counter.act.done')
    if (action.kind === 'refer') return t('counter.act.referTo', { name: referTo?.name ?? '' })
    return t(
      action.kind === 'mobile' && action.known ? 'counter.act.mobileDone' : 'counter.act.enter',
    )
  }

  return { address, title, reason, spoken, button }
}
