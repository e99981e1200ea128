import { computed, type ComputedRef } from 'vue'
import type { CustomerOverview } from '#contract/ipc/customers.ts'
import { formatPercent } from '../../../format/amount.ts'
import { useText } from '../../../locales/use-text.ts'
import { fillCounts } from './field-state.ts'

/** What is said of how complete a profile is: beside the number, and as a line of its own. */
export interface CompletenessText {
  /** What misses, short. */
  missing: ComputedRef<string>
  /** Percent, what misses of it, and what may be added beside it. */
  line: ComputedRef<string>
}

/** Words for the completeness of a profile; what it does not count is named apart. */
export function useCompletenessText(
  overview: () => Pick<CustomerOverview, 'profile' | 'completenessBp'>,
): CompletenessText {
  const { t } = useText()
  const counts = computed(() => fillCounts(overview().profile))
  const missing = computed(() => {
    const { counted } = counts.value
    if (counted > 0) return t('customers.facts.toFill', { count: counted })
    return t(
      overview().completenessBp < 10_000 ? 'customers.facts.others' : 'customers.facts.complete',
    )
  })
  const line = computed(() => {
    const percent = formatPercent(overview().completenessBp)
    const parts = [t('customers.profile.percent', { percent }), missing.value]
    const { further } = counts.value
    if (further > 0) parts.push(t('customers.profile.further', { count: further }))
    return parts.join(' · ')
  })
  return { missing, line }
}
