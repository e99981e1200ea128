import type { CustomerView } from '#contract/ipc/customers.ts'
import { useText } from '../../../locales/use-text.ts'

/** Keys of the product's views; a test holds them against the contract. */
export const productViewKeys = [
  'all',
  'vip',
  'maturing',
  'near',
  'churn',
  'outflow',
  'idle',
  'overdue',
  'incomplete',
  'favourite',
] as const

/** Name of a view: its owner's words, or those of the product. */
export function useViewName(): (view: Pick<CustomerView, 'key' | 'filter' | 'own'>) => string {
  const { t } = useText()
  return ({ key, filter, own }) => {
    if (own) return own.name
    const known = productViewKeys.find((each) => each === key) ?? 'all'
    return t(`customers.views.${known}`, { days: filter.maturesWithinDays ?? 0 })
  }
}
