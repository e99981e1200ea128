import type { AssetClass } from '../products/asset-classes.ts'
import { type UnsuitableReason, whyUnsuitable } from '../products/suitability.ts'
import type { ActionFacts, ShelfProduct } from './facts.ts'
import { isOfProduct, stands } from './refusals.ts'

/**
 * Why a product may not be offered. A deposit is no investment: no risk assessment is asked for it
 * (rule 2, suitability order: products of investment).
 */
export function whyNot(
  { suitability, on }: ActionFacts,
  { assetClass, riskLevel }: Pick<ShelfProduct, 'assetClass' | 'riskLevel'>,
): UnsuitableReason | null {
  const reason = whyUnsuitable(suitability, riskLevel, on)
  const ofAssessment = reason === 'noAssessment' || reason === 'expired' || reason === 'tooRisky'
  return assetClass === 'deposit' && ofAssessment ? null : reason
}

/** The higher stated rate first, then the safer, then by name and id: never by a benchmark. */
function byPreference(a: ShelfProduct, b: ShelfProduct): number {
  return (
    (b.rateBp ?? 0) - (a.rateBp ?? 0) ||
    a.riskLevel - b.riskLevel ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
    (a.id < b.id ? -1 : 1)
  )
}

/** Products of a class that a sum reaches, the preferred first. */
export function ofClass(
  { shelf }: ActionFacts,
  assetClass: AssetClass,
  amountFen: number,
): ShelfProduct[] {
  return shelf
    .filter((each) => each.assetClass === assetClass && each.minAmountFen <= amountFen)
    .sort(byPreference)
}

const isRefused = ({ refusals, on }: ActionFacts, product: ShelfProduct) =>
  refusals.some((refusal) => stands(refusal, on) && isOfProduct(refusal, product))

/**
 * The product to speak about for a sum: of the classes in their order the first that is suitable and
 * not refused. Null where none is.
 */
export function suitableProduct(
  facts: ActionFacts,
  classes: readonly AssetClass[],
  amountFen: number,
): ShelfProduct | null {
  for (const assetClass of classes) {
    const fitting = ofClass(facts, assetClass, amountFen).find(
      (product) => whyNot(facts, product) === null && !isRefused(facts, product),
    )
    if (fitting) return fitting
  }
  return null
}
