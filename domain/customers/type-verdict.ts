import { z } from 'zod'
import { id, instant, json, word } from '../record/field.ts'
import { type CustomerType, customerTypes, type DerivedType } from './customer-types.ts'
import { evidenceKey, type Sureness, surenessOf, type TypeEvidence } from './type-evidence.ts'

/** What a person may say of a type: it is so, it is not, or nothing any more. */
export const typeVerdicts = ['confirmed', 'denied', 'withdrawn'] as const
/** A word of the closed list {@link typeVerdicts}. */
export type TypeVerdict = (typeof typeVerdicts)[number]

/** Why a type is denied: never was, is no more, or the account is used by somebody else. */
export const denialReasons = ['never', 'ended', 'other_person'] as const
/** A word of the closed list {@link denialReasons}. */
export type DenialReason = (typeof denialReasons)[number]

/**
 * What somebody said of a type of a customer; rows only add up, the latest of a type counts. `seen` is
 * JSON: the keys of the evidence that stood there then (`evidenceKey`).
 */
export const customerTypeVerdictSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  type: word(customerTypes),
  verdict: word(typeVerdicts),
  reason: word(denialReasons).nullable(),
  seen: json(),
  given_by: id(),
  given_at: instant(),
})
export type CustomerTypeVerdict = z.infer<typeof customerTypeVerdictSchema>

/** A verdict as far as it decides. */
export type GivenVerdict = Pick<
  CustomerTypeVerdict,
  'id' | 'type' | 'verdict' | 'seen' | 'given_at'
>

/** A type with what speaks for it and what was said of it. */
export interface StandingType<Verdict extends GivenVerdict = GivenVerdict> {
  type: CustomerType
  evidence: TypeEvidence[]
  sureness: Sureness
  /** The verdict that counts; null where nobody said anything, or took it back. */
  verdict: Verdict | null
  /** Denied, and nothing new speaks for it. */
  denied: boolean
  /** Denied before, but something new speaks for it. */
  renewed: boolean
}

/** Keys as a verdict keeps them; none where they cannot be read. */
export function seenKeys(seen: string): string[] {
  const keys: unknown = JSON.parse(seen)
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : []
}

/** The latest verdict on each type; of two of one moment the one with the larger id. */
function latestOf<Verdict extends GivenVerdict>(
  verdicts: readonly Verdict[],
): Map<CustomerType, Verdict> {
  const latest = new Map<CustomerType, Verdict>()
  for (const verdict of verdicts) {
    const known = latest.get(verdict.type)
    const later =
      !known ||
      verdict.given_at > known.given_at ||
      (verdict.given_at === known.given_at && verdict.id > known.id)
    if (later) latest.set(verdict.type, verdict)
  }
  return latest
}

/**
 * Types of a customer as they stand: what the rules derive, what people deny, confirm and add. A denial
 * stands until something speaks for the type that was not there when it was given. A confirmation
 * stands as long as anything speaks for the type; one that was given without evidence stands until it
 * is taken back.
 */
export function standingTypes<Verdict extends GivenVerdict>(
  derived: readonly DerivedType[],
  verdicts: readonly Verdict[],
): StandingType<Verdict>[] {
  const latest = latestOf(verdicts)
  return customerTypes.flatMap((type): StandingType<Verdict>[] => {
    const pieces = derived.find((each) => each.type === type)?.evidence ?? []
    const last = latest.get(type)
    const verdict = last === undefined || last.verdict === 'withdrawn' ? null : last
    const seen = verdict === null ? [] : seenKeys(verdict.seen)
    if (pieces.length === 0) {
      if (verdict?.verdict !== 'confirmed' || seen.length > 0) return []
      return [{ type, evidence: [], sureness: 'confirmed', verdict, denied: false, renewed: false }]
    }
    const news = pieces.some((piece) => !seen.includes(evidenceKey(piece)))
    const against = verdict?.verdict === 'denied'
    return [
      {
        type,
        evidence: pieces,
        sureness: verdict?.verdict === 'confirmed' ? 'confirmed' : surenessOf(pieces),
        verdict,
        denied: against && !news,
        renewed: against && news,
      },
    ]
  })
}

/** The types that count, as `customer_value.types` keeps them. */
export function countedTypes(standing: readonly StandingType[]): string {
  return standing.flatMap(({ type, denied }) => (denied ? [] : [type])).join(',')
}
