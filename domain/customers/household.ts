import type { Relation } from './records.ts'

/** Ties that make a family; an employer or a guarantor is none. */
export const familyKinds: readonly Relation['kind'][] = ['spouse', 'parent', 'child', 'sibling']

/** A tie as the household sees it: the other person, and whether his or her figures may be seen. */
export interface HouseholdTie {
  kind: Relation['kind']
  /** Null where the other person is no customer here. */
  customerId: string | null
  /** Whether the viewer manages the other customer too. */
  inside: boolean
  aumFen: number | null
}

/** AUM of a family as one viewer may see it, 分. */
export interface Household {
  /** The customer's own AUM and that of the members counted. */
  aumFen: number
  /** Members beside the customer whose figures are in it. */
  counted: number
  /** Members who are customers of the branch but whose figures the viewer may not see. */
  hidden: number
  /** Members who are no customers here. */
  outside: number
}

/**
 * Family AUM over a customer's direct ties: assets only, every person once however many ties lead to
 * him or her, and in full only where the viewer manages that person too (rule "Relatives").
 */
export function householdOf(
  customerId: string,
  ownAumFen: number,
  ties: readonly HouseholdTie[],
): Household {
  const family = ties.filter(({ kind }) => familyKinds.includes(kind))
  const members = new Map(
    family.flatMap((tie) =>
      tie.customerId === null || tie.customerId === customerId
        ? []
        : [[tie.customerId, tie] as const],
    ),
  )
  const known = [...members.values()]
  const counted = known.filter(({ inside, aumFen }) => inside && aumFen !== null)
  return {
    aumFen: counted.reduce((sum, { aumFen }) => sum + (aumFen ?? 0), ownAumFen),
    counted: counted.length,
    hidden: known.length - counted.length,
    outside: family.filter((tie) => tie.customerId === null).length,
  }
}

/** The same tie seen from the other side: a parent's is a child's. */
export function turnedRound(kind: Relation['kind']): Relation['kind'] {
  if (kind === 'parent') return 'child'
  return kind === 'child' ? 'parent' : kind
}
