import { familyKinds } from '../customers/household.ts'
import type { Relation } from '../customers/records.ts'
import type { Day } from '../time/day.ts'
import type { EdgeKind, EdgeStrength, Evidence, TransferSum } from './kinds.ts'

/** From so many transfers in the period on a tie of money is no chance. */
const steadyTransfers = 6

/** The kind of edge that a relation makes. */
export function kindOfRelation(kind: Relation['kind']): EdgeKind {
  if (familyKinds.includes(kind)) return 'family'
  if (kind === 'guarantor' || kind === 'employer') return kind
  return 'registered'
}

/** A relation as a reason: what the customer or the core system says is sure, what is inferred less. */
export function relationReason({
  kind,
  source,
  valid_from,
}: Pick<Relation, 'kind' | 'source' | 'valid_from'>): Evidence {
  const strength: EdgeStrength = source === 'system' ? 'middle' : 'high'
  const kindOfEdge = kindOfRelation(kind)
  return {
    kind: kindOfEdge,
    source,
    strength,
    on: valid_from,
    relation: kind,
    transfers: null,
  }
}

/** That two records say the same: an employer's name, or a phone number, which proves less. */
export function recordReason(kind: 'employer' | 'phone'): Evidence {
  const strength: EdgeStrength = kind === 'employer' ? 'middle' : 'low'
  return { kind, source: 'profile', strength, on: null, relation: null, transfers: null }
}

/** Money that went between two sides. */
export function transferReason(transfers: TransferSum): Evidence {
  const strength: EdgeStrength = transfers.count >= steadyTransfers ? 'middle' : 'low'
  const on: Day = transfers.lastOn
  return { kind: 'transfer', source: 'transaction', strength, on, relation: null, transfers }
}
