import type { CustomerFilter } from '#contract/ipc/customers.ts'
import { type CustomerType, customerTypes } from '#domain/customers/customer-types.ts'
import { type CustomerMark, customerMarks } from '#domain/customers/marks.ts'
import { type Tier, tiers } from '#domain/customers/tiers.ts'
import { type AssetClass, assetClasses } from '#domain/products/asset-classes.ts'
import type { TaskKind } from '#domain/workbench/task.ts'
import { words } from '../../../locales/zh/words.ts'
import { type ChipKey, cleared, isSet, sameChip } from './filter.ts'

/** Kinds of tasks that have a word: all of them, as the language files are checked to name each. */
const taskKindOrder = Object.keys(words.taskKind) as TaskKind[]

const riskOrder = ['c1', 'c2', 'c3', 'c4', 'c5', 'expired', 'none'] as const

/** Words of a choice, as the language files know it. */
export type ChoiceLabel =
  | { word: 'any' }
  | { word: 'tier' | 'tierAndAbove' | 'vip'; tier: Tier }
  | { word: 'managerRole'; role: NonNullable<CustomerFilter['managerRole']> }
  | { word: 'change'; change: NonNullable<CustomerFilter['change']> }
  | { word: 'asset'; asset: AssetClass }
  | { word: 'maturesWithin' | 'notContactedFor'; days: number }
  | { word: 'overdue' }
  | { word: 'incompleteBelow'; percent: number }
  | { word: 'gap'; gap: NonNullable<CustomerFilter['gap']> }
  | { word: 'task'; kind: TaskKind }
  | { word: 'mark'; mark: CustomerMark }
  | { word: 'risk'; risk: NonNullable<CustomerFilter['risk']> }
  | { word: 'churn'; band: NonNullable<CustomerFilter['churn']> }
  | { word: 'valueFrom' | 'holdsAtLeast'; count: number }
  | { word: 'type'; type: CustomerType }
  | { word: 'named'; name: string }
  | { word: 'favourite' }

/** A person, or a group, whose customers may be filtered for. */
export interface KnownManager {
  id: string
  name: string
}

/** What choices are made of beside the filter: whom and which groups the person knows, who counts as 贵宾. */
export interface ChipGround {
  managers: readonly KnownManager[]
  groups: readonly KnownManager[]
  /** Lowest tier of 贵宾; null while it is not known. */
  vipFrom: Tier | null
}

const nothingKnown: ChipGround = { managers: [], groups: [], vipFrom: null }

/** One choice in a chip's popover: what it does to the filter and how it is called. */
export interface ChipChoice {
  key: string
  patch: Partial<CustomerFilter>
  label: ChoiceLabel
}

/** The preset numbers and the one in use, smallest first, each once. */
function withCurrent(presets: readonly number[], current: number | null): number[] {
  return [...new Set(current === null ? presets : [...presets, current])].sort((a, b) => a - b)
}

/** 贵宾 as the bank defines it (parameter `tier.vip`) stands first, in the place of that tier and above. */
function tierChoices(vipFrom: Tier | null): ChipChoice[] {
  const above = tiers.slice(1, -1).reverse()
  const from = (tier: Tier, word: 'tierAndAbove' | 'vip'): ChipChoice => ({
    key: `${tier}+`,
    patch: { tier, tierAndAbove: true },
    label: { word, tier },
  })
  return [
    ...(vipFrom === null ? [] : [from(vipFrom, 'vip')]),
    ...above.filter((tier) => tier !== vipFrom).map((tier) => from(tier, 'tierAndAbove')),
    ...tiers.toReversed().map<ChipChoice>((tier) => ({
      key: tier,
      patch: { tier, tierAndAbove: false },
      label: { word: 'tier', tier },
    })),
  ]
}

/** What a chip offers beside 不限; a number in use that is no preset is offered too. */
function offered(
  chip: ChipKey,
  filter: CustomerFilter,
  { managers, groups, vipFrom }: ChipGround,
): ChipChoice[] {
  switch (chip) {
    case 'tier':
      return tierChoices(vipFrom)
    case 'managerRole':
      return (['primary', 'co', 'acting'] as const).map((role) => ({
        key: role,
        patch: { managerRole: role },
        label: { word: 'managerRole', role },
      }))
    case 'change':
      return (['up', 'down', 'outflow'] as const).map((change) => ({
        key: change,
        patch: { change },
        label: { word: 'change', change },
      }))
    case 'asset':
      return assetClasses.map((asset) => ({
        key: asset,
        patch: { asset },
        label: { word: 'asset', asset },
      }))
    case 'maturity':
      return withCurrent([7, 14, 30, 90], filter.maturesWithinDays).map((days) => ({
        key: String(days),
        patch: { maturesWithinDays: days },
        label: { word: 'maturesWithin', days },
      }))
    case 'contact':
      return [
        {
          key: 'overdue',
          patch: { overdue: true, notContactedForDays: null },
          label: { word: 'overdue' },
        },
        ...withCurrent([30, 60, 90, 180], filter.notContactedForDays).map<ChipChoice>((days) => ({
          key: String(days),
          patch: { notContactedForDays: days, overdue: false },
          label: { word: 'notContactedFor', days },
        })),
      ]
    case 'completeness':
      return withCurrent([6000, 8000, 10_000], filter.incompleteBelowBp).map((basisPoints) => ({
        key: String(basisPoints),
        patch: { incompleteBelowBp: basisPoints },
        label: { word: 'incompleteBelow', percent: basisPoints / 100 },
      }))
    case 'gap':
      return (['near', 'below'] as const).map((gap) => ({
        key: gap,
        patch: { gap },
        label: { word: 'gap', gap },
      }))
    case 'task':
      return taskKindOrder.map((kind) => ({
        key: kind,
        patch: { task: kind },
        label: { word: 'task', kind },
      }))
    case 'mark':
      return customerMarks.map((mark) => ({
        key: mark,
        patch: { mark },
        label: { word: 'mark', mark },
      }))
    case 'risk':
      return riskOrder.map((risk) => ({
        key: risk,
        patch: { risk },
        label: { word: 'risk', risk },
      }))
    case 'churn':
      return (['red', 'orange', 'yellow'] as const).map((churn) => ({
        key: churn,
        patch: { churn },
        label: { word: 'churn', band: churn },
      }))
    case 'value':
      return withCurrent([40, 60, 80], filter.valueFrom ?? null).map((count) => ({
        key: String(count),
        patch: { valueFrom: count },
        label: { word: 'valueFrom', count },
      }))
    case 'type':
      return customerTypes.map((type) => ({
        key: type,
        patch: { customerType: type },
        label: { word: 'type', type },
      }))
    case 'holds':
      return withCurrent([1, 2, 3, 4], filter.holdsAtLeast ?? null).map((count) => ({
        key: String(count),
        patch: { holdsAtLeast: count },
        label: { word: 'holdsAtLeast', count },
      }))
    case 'manager':
      return managers.map(({ id, name }) => ({
        key: id,
        patch: { managerId: id },
        label: { word: 'named', name },
      }))
    case 'group':
      return groups.map(({ id, name }) => ({
        key: id,
        patch: { groupId: id },
        label: { word: 'named', name },
      }))
    case 'favourite':
      return [{ key: 'favourite', patch: { favourite: true }, label: { word: 'favourite' } }]
  }
}

/** All choices of a chip, 不限 first. */
export function choicesOf(
  chip: ChipKey,
  filter: CustomerFilter,
  ground: ChipGround = nothingKnown,
): [ChipChoice, ...ChipChoice[]] {
  const any: ChipChoice = { key: 'any', patch: cleared(chip), label: { word: 'any' } }
  return [any, ...offered(chip, filter, ground)]
}

/** The choice that the filter has made on a chip. */
export function chosenOf(
  chip: ChipKey,
  filter: CustomerFilter,
  ground: ChipGround = nothingKnown,
): ChipChoice {
  const choices = choicesOf(chip, filter, ground)
  if (!isSet(filter, chip)) return choices[0]
  const chosen = choices.find((choice) => sameChip({ ...filter, ...choice.patch }, filter, chip))
  return chosen ?? choices[0]
}
