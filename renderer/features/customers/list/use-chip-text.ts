import { useText } from '../../../locales/use-text.ts'
import type { ChoiceLabel } from './chip-choices.ts'
import type { ChipKey } from './filter.ts'

/** Names of chips and of their choices in the language on screen. */
export function useChipText() {
  const { t } = useText()

  function choice(label: ChoiceLabel): string {
    switch (label.word) {
      case 'any':
        return t('customers.filter.choice.any')
      case 'tier':
        return t(`words.tier.${label.tier}`)
      case 'tierAndAbove':
        return t('customers.filter.choice.tierAndAbove', { tier: t(`words.tier.${label.tier}`) })
      case 'vip':
        return t('customers.filter.choice.vip', { tier: t(`words.tier.${label.tier}`) })
      case 'managerRole':
        return t(`customers.managerRole.${label.role}`)
      case 'change':
        return t(`customers.filter.change.${label.change}`)
      case 'asset':
        return t(`words.asset.${label.asset}`)
      case 'maturesWithin':
        return t('customers.filter.choice.maturesWithin', { days: label.days })
      case 'notContactedFor':
        return t('customers.filter.choice.notContactedFor', { days: label.days })
      case 'overdue':
        return t('customers.filter.choice.overdue')
      case 'incompleteBelow':
        return t('customers.filter.choice.incompleteBelow', { percent: label.percent })
      case 'gap':
        return t(`customers.filter.gap.${label.gap}`)
      case 'task':
        return t(`words.taskKind.${label.kind}`)
      case 'mark':
        return t(`customers.mark.name.${label.mark}`)
      case 'risk':
        return t(`customers.filter.risk.${label.risk}`)
      case 'churn':
        return label.band === 'red'
          ? t('words.churnBand.red')
          : t('customers.filter.choice.churn', { band: t(`words.churnBand.${label.band}`) })
      case 'valueFrom':
        return t('customers.filter.choice.valueFrom', { count: label.count })
      case 'holdsAtLeast':
        return t('customers.filter.choice.holdsAtLeast', { count: label.count })
      case 'type':
        return t(`words.customerType.${label.type}`)
      case 'named':
        return label.name
      case 'favourite':
        return t('customers.filter.choice.favourite')
    }
  }

  return { chip: (key: ChipKey) => t(`customers.filter.chip.${key}`), choice }
}
