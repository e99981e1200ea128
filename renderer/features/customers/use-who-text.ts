import { computed, type ComputedRef } from 'vue'
import type { CustomerOverview } from '#contract/ipc/customers.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'

/** Who a customer is, in words. */
export interface WhoText {
  /** Sex, age, occupation, and since when a customer. */
  person: ComputedRef<string>
  /** Who looks after; '' for nobody. */
  managers: ComputedRef<string>
  /** The result of the risk test, whether it is still valid or not. */
  risk: ComputedRef<string>
}

/** Words for who a customer is, who looks after, and what risk is tolerated. */
export function useWhoText(overview: () => CustomerOverview): WhoText {
  const { t } = useText()
  const moments = useMoments()

  const person = computed(() => {
    const { sex, age, occupation, customerSince } = overview()
    return [
      sex === null ? null : t(`customers.record.sex.${sex}`),
      age === null ? null : t('customers.record.age', { age }),
      occupation,
      t('customers.record.since', { day: moments.day(customerSince) }),
    ]
      .filter((part) => part !== null)
      .join(' · ')
  })
  const managers = computed(() =>
    overview()
      .managers.map(({ role, name }) =>
        t('customers.record.manager', { role: t(`customers.managerRole.${role}`), name }),
      )
      .join(' · '),
  )
  const risk = computed(() => {
    const { riskLevel } = overview()
    if (riskLevel === null) return t('customers.record.riskNone')
    const level = Math.min(5, Math.max(1, riskLevel)) as 1 | 2 | 3 | 4 | 5
    return t('customers.record.riskLevel', {
      level: riskLevel,
      word: t(`customers.record.riskWord.c${level}`),
    })
  })
  return { person, managers, risk }
}
