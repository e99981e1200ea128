import type { RuleField } from '#domain/groups/fields.ts'
import { rangeOf, wordsOf } from '#domain/groups/fields.ts'
import { type Condition, isGroup, isRange, type RulePart } from '#domain/groups/rule.ts'
import type { customerGroups } from '../../../locales/zh/customers-groups.ts'
import { words } from '../../../locales/zh/words.ts'
import { useMoney } from '../../../format/use-money.ts'
import { useText } from '../../../locales/use-text.ts'
import type { KnownManager } from '../list/chip-choices.ts'
import { boundText } from './rule-edit.ts'

type Marks = 'deceased'
type Sentences = typeof customerGroups.groups

const has = <Tree extends object>(tree: Tree, key: string): key is keyof Tree & string =>
  Object.hasOwn(tree, key)

/** Plain words of rules: fields, what may be chosen, and a whole rule as a sentence. */
export function useGroupText(managers: () => readonly KnownManager[]) {
  const { t } = useText()
  const money = useMoney()

  const field = (name: RuleField): string => t(`customers.groups.field.${name}`)

  function unit(name: RuleField): string {
    const limits = rangeOf(name)
    if (!limits) return ''
    if (limits.unit === 'fen') return ` ${money.unit('wan')}`
    return t(`customers.groups.unit.${name === 'tenure' ? 'tenure' : limits.unit}`)
  }

  function word(name: RuleField, value: string): string {
    switch (name) {
      case 'tier':
        return has(words.tier, value) ? t(`words.tier.${value}`) : value
      case 'type':
        return has(words.customerType, value) ? t(`words.customerType.${value}`) : value
      case 'holds':
        if (value === 'loan') return t('customers.loanWord')
        return has(words.asset, value) ? t(`words.asset.${value}`) : value
      case 'birthMonth':
        return t('customers.groups.month', { month: value })
      case 'mark':
        return t(`customers.mark.name.${value as Marks}`)
      case 'risk':
        return t(`customers.filter.risk.${value as 'none'}`)
      case 'churn':
        return has(words.churnBand, value) ? t(`words.churnBand.${value}`) : value
      case 'task':
        return has(words.taskKind, value) ? t(`words.taskKind.${value}`) : value
      case 'sex':
        return t(`customers.groups.sex.${value as keyof Sentences['sex']}`)
      case 'consent':
        return t(`customers.groups.consent.${value as keyof Sentences['consent']}`)
      case 'contactCycle':
        return t(`customers.groups.contactCycle.${value as keyof Sentences['contactCycle']}`)
      case 'gap':
        return t(`customers.groups.gap.${value as keyof Sentences['gap']}`)
      case 'movement':
        return t(`customers.groups.movement.${value as keyof Sentences['movement']}`)
      default:
        return managers().find(({ id }) => id === value)?.name ?? '—'
    }
  }

  /** What may be chosen of a field, with its words. */
  function choices(name: RuleField): { value: string; label: string }[] {
    const known = wordsOf(name)
    const values = known?.words ?? managers().map(({ id }) => id)
    return values.map((value) => ({ value, label: word(name, value) }))
  }

  /** A condition as it is said: 月日均 AUM 20–50 万元. */
  function condition(asked: Condition): string {
    if (isRange(asked)) {
      const { from, to } = asked
      const shape = from === null ? 'to' : to === null ? 'from' : from === to ? 'exact' : 'both'
      return t(`customers.groups.range.${shape}`, {
        field: field(asked.field),
        from: boundText(asked.field, from),
        to: boundText(asked.field, to),
        unit: unit(asked.field),
      })
    }
    const named = asked.of.map((value) => word(asked.field, value))
    const separator = asked.is === 'any' ? t('customers.groups.or') : t('customers.listComma')
    return t(`customers.groups.choice.${asked.is}`, {
      field: field(asked.field),
      words: named.join(separator),
    })
  }

  /** A rule, or a part of one, as a sentence. */
  function sentence(part: RulePart, inside = false): string {
    if (!isGroup(part)) return condition(part)
    const { join } = part
    const said = part.parts.map((each) => sentence(each, true))
    const parts = said.join(
      t(join === 'all' ? 'customers.groups.sentence.all' : 'customers.groups.sentence.any'),
    )
    if (join === 'none') return t('customers.groups.sentence.none', { parts })
    return inside && said.length > 1 ? t('customers.groups.sentence.group', { parts }) : parts
  }

  return { field, unit, word, choices, condition, sentence }
}
