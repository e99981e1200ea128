import type { AssetClass } from '../products/asset-classes.ts'
import type { UnsuitableReason } from '../products/suitability.ts'
import { addDays, type Day } from '../time/day.ts'
import { caredFor } from '../workbench/finding.ts'
import { isSelling } from '../workbench/rank.ts'
import type { ActionFacts, OpenReason, ShelfProduct } from './facts.ts'
import { classesFor, needDueOn } from './needs.ts'
import { ofClass, suitableProduct, whyNot } from './products.ts'
import { isOfProduct, stands } from './refusals.ts'
import type { ActionKind } from './words.ts'

/** Something that may be done for a customer; money in 分. */
export interface Candidate {
  /** The same on every reckoning: `task:…`, `need:…`, `card:…`, `gap:…`, `leakage`. */
  key: string
  kind: ActionKind
  taskId: string | null
  needId: string | null
  cardId: string | null
  dueOn: Day | null
  amountFen: number | null
  expiresOn: Day | null
  /** Whether it is one to sell: consent, contact cap, complaint, age and danger hold for it. */
  sells: boolean
  /** What to speak about; null where nothing is named. */
  product: ShelfProduct | null
  unsuitable: UnsuitableReason | null
}

const nothing = {
  taskId: null,
  needId: null,
  cardId: null,
  dueOn: null,
  amountFen: null,
  expiresOn: null,
  sells: false,
  product: null,
  unsuitable: null,
}

/** Classes that are spoken about when money ends, lies idle or comes in, the likeliest first. */
const forMoney: readonly AssetClass[] = ['wealth', 'deposit']
const moneyKinds: readonly ActionKind[] = ['maturity', 'idle_cash', 'inflow', 'tier_cliff']

/** Whether no product may be named at all, whatever it is. */
export function nothingToSell({ suitability, elderOutflow, frozen, needs }: ActionFacts): boolean {
  const { age, deceased, doNotContact } = suitability
  const minor = age !== null && age < 18
  return deceased || doNotContact || frozen || minor || elderOutflow || hasOpenComplaint(needs)
}

/** A service the customer asked to be improved and that nobody settled stands like an open complaint. */
export function hasOpenComplaint(needs: ActionFacts['needs']): boolean {
  return needs.some(({ kind, state }) => kind === 'service' && state === 'open')
}

function named(
  facts: ActionFacts,
  classes: readonly AssetClass[],
  amountFen: number,
): ShelfProduct | null {
  return nothingToSell(facts) ? null : suitableProduct(facts, classes, amountFen)
}

function ofReason(facts: ActionFacts, reason: OpenReason): Candidate {
  const { taskId, kind, dueOn, amountFen, expiresOn } = reason
  // Without consent the talk is about what ends, not about what the bank would like to sell.
  const speaks = facts.consent && moneyKinds.includes(kind)
  const product = speaks ? named(facts, forMoney, amountFen ?? 0) : null
  return {
    ...nothing,
    key: `task:${taskId}`,
    kind,
    taskId,
    dueOn,
    amountFen,
    expiresOn,
    sells: isSelling(kind),
    product,
  }
}

/** 反诈核实: an elder's money leaves; somebody asks before anything else is done. */
function fraudChecks({ fraudCard }: ActionFacts): Candidate[] {
  if (fraudCard === null) return []
  const { cardId, on, amountFen } = fraudCard
  return [{ ...nothing, key: `card:${cardId}`, kind: 'anti_fraud', cardId, dueOn: on, amountFen }]
}

/** Open needs, with the product that may meet one. */
function openNeeds(facts: ActionFacts): Candidate[] {
  return facts.needs
    .filter(({ state }) => state === 'open')
    .map((need) => ({
      ...nothing,
      key: `need:${need.id}`,
      kind: 'need',
      needId: need.id,
      dueOn: needDueOn(need, facts.rule),
      amountFen: need.amount_fen,
      product: named(facts, classesFor(need.kind), need.amount_fen ?? facts.aumFen),
    }))
}

/** 外流可争取: what went elsewhere and has not come back, unless the work list speaks of it already. */
function leakages({ leaked, reasons, rule }: ActionFacts): Candidate[] {
  const spoken = reasons.some(({ kind }) => kind === 'outflow' || kind === 'churn')
  if (leaked === null || leaked.fen < rule.leakLeastFen || spoken) return []
  const { fen, lastOn } = leaked
  const dueOn = addDays(lastOn, 30)
  return [{ ...nothing, key: 'leakage', kind: 'leakage', dueOn, amountFen: fen, sells: true }]
}

/** Product classes worth speaking about where one is not held. */
export const gapClasses = ['wealth', 'fund', 'insurance', 'bond', 'metal', 'trust'] as const

/**
 * 未持有: of each class that is not held the preferred product that is suitable, and before it those that
 * were refused; where none is suitable, the safest with why it may not be offered.
 */
function gaps(facts: ActionFacts): Candidate[] {
  if (!caredFor(facts.tier) || facts.suitability.deceased) return []
  const amountFen = Math.floor((facts.aumFen * facts.rule.gapShareBp) / 10_000)
  return gapClasses.flatMap((assetClass): Candidate[] => {
    if (facts.held.includes(assetClass)) return []
    const all = ofClass(facts, assetClass, amountFen)
    const fitting = all.filter((product) => whyNot(facts, product) === null)
    const [safest] = [...all].sort((a, b) => a.riskLevel - b.riskLevel)
    const refused = (product: ShelfProduct) =>
      facts.refusals.some((each) => stands(each, facts.on) && isOfProduct(each, product))
    const first = fitting.findIndex((product) => !refused(product))
    const shown = fitting.slice(0, first === -1 ? fitting.length : first + 1)
    const candidates = shown.length > 0 ? shown : safest ? [safest] : []
    return candidates.map((product) => ({
      ...nothing,
      key: `gap:${assetClass}:${product.id}`,
      kind: 'product_gap',
      amountFen,
      sells: true,
      product,
      unsuitable: whyNot(facts, product),
    }))
  })
}

/** Everything that may be done for a customer, in no particular order, each once. */
export function candidatesOf(facts: ActionFacts): Candidate[] {
  return [
    ...fraudChecks(facts),
    ...facts.reasons.map((reason) => ofReason(facts, reason)),
    ...openNeeds(facts),
    ...leakages(facts),
    ...gaps(facts),
  ]
}
