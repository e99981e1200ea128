import type { Day } from '../time/day.ts'

/** What speaks for a type of customer. */
export const evidenceKinds = [
  'wages',
  'receipts',
  'subsidy',
  'harvest',
  'occupation',
  'industry',
  'birth',
  'idArea',
  'child',
  'fees',
  'awayWages',
] as const
/** A word of the closed list {@link evidenceKinds}. */
export type EvidenceKind = (typeof evidenceKinds)[number]

/**
 * One piece of evidence: the day of the last of it, what a record or a payer says, and how many (of how
 * many); null where the kind has none.
 */
export interface TypeEvidence {
  kind: EvidenceKind
  on: Day | null
  word: string | null
  count: number | null
  of: number | null
}

/** A piece of evidence with what it has. */
export function evidence(
  kind: EvidenceKind,
  {
    on,
    word,
    count,
    of,
  }: { [Part in keyof Omit<TypeEvidence, 'kind'>]?: TypeEvidence[Part] | undefined } = {},
): TypeEvidence {
  return { kind, on: on ?? null, word: word ?? null, count: count ?? null, of: of ?? null }
}

/**
 * By what a piece of evidence is known again: more wages of the same payer are the same evidence, another
 * payer, occupation, child or birthday is a new one.
 */
export function evidenceKey({ kind, word, on }: TypeEvidence): string {
  if (word !== null) return `${kind}:${word}`
  return kind === 'child' || kind === 'birth' ? `${kind}:${on ?? ''}` : kind
}

/** How sure a type is: a person said so, a record proves it, much speaks for it, or something does. */
export const surenesses = ['confirmed', 'certain', 'likely', 'possible'] as const
/** A word of the closed list {@link surenesses}. */
export type Sureness = (typeof surenesses)[number]

/** Months with wages from which they speak strongly. */
const strongWages = 6

function strength({ kind, count }: TypeEvidence): 'proof' | 'strong' | 'hint' {
  switch (kind) {
    case 'birth':
    case 'child':
      return 'proof'
    case 'receipts':
    case 'subsidy':
      return 'strong'
    case 'wages':
      return (count ?? 0) >= strongWages ? 'strong' : 'hint'
    default:
      return 'hint'
  }
}

/** How sure evidence makes a type: one proof, one strong piece or two of any kind, else a hint. */
export function surenessOf(pieces: readonly TypeEvidence[]): Exclude<Sureness, 'confirmed'> {
  const strengths = pieces.map(strength)
  if (strengths.includes('proof')) return 'certain'
  return strengths.includes('strong') || strengths.length > 1 ? 'likely' : 'possible'
}
