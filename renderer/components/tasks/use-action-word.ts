import type { ActionKind } from '#domain/next-action/words.ts'
import { useText } from '../../locales/use-text.ts'

/** The word for an action: that of the reason on the work list, or its own. */
export function useActionWord(): (kind: ActionKind) => string {
  const { t } = useText()
  return (kind) => {
    switch (kind) {
      case 'anti_fraud':
      case 'need':
      case 'leakage':
      case 'product_gap':
        return t(`words.action.${kind}`)
      default:
        return t(`words.taskKind.${kind}`)
    }
  }
}
