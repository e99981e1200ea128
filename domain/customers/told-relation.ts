import type { relationKinds } from './relation-kinds.ts'

/** Ties a customer tells of at the bank: family, guarantors, who recommended whom. */
export const toldKinds = [
  'spouse',
  'parent',
  'child',
  'sibling',
  'guarantor',
  'referral',
] as const satisfies readonly (typeof relationKinds)[number][]
/** A word of the closed list {@link toldKinds}. */
export type ToldKind = (typeof toldKinds)[number]

/** Longest name of somebody told of, characters. */
export const toldNameLength = 80
