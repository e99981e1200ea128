import { maskAccountNumber, maskName } from '../customers/mask.ts'
import type { FlowClass } from './classes.ts'
import type { CountedMovement } from './fund-flow.ts'
import { type FlowGround, type Movement, plainName } from './movement.ts'
import { isOrganisation } from './names.ts'
import { partyMark } from './party-class.ts'

/** Who stands on the other side; `unnamed` where the source does not say. */
export const partyKinds = ['own', 'person', 'organisation', 'unnamed'] as const

/** The other side of a movement as a viewer may see it. */
export interface PartyName {
  kind: (typeof partyKinds)[number]
  /** A person's masked unless the viewer manages him or her too; the customer's own name is left out. */
  name: string | null
  bank: string | null
  /** ****3308 of the customer's own account elsewhere; null for all others. */
  tail: string | null
}

/** Whom a viewer manages, as far as other sides of payments go. */
export interface KnownToViewer {
  /** Numbers of accounts of customers in the viewer's scope. */
  accounts: ReadonlySet<string>
  /** Names of relatives who are customers in the viewer's scope. */
  relatives: ReadonlySet<string>
}

/** The other side as the privacy rule lets it be named. */
export function partyName(
  movement: Pick<
    Movement,
    'counterparty' | 'counterpartyBank' | 'counterpartyAccount' | 'operation'
  >,
  ground: Pick<FlowGround, 'customerName' | 'relativeNames'>,
  viewer: KnownToViewer,
): PartyName {
  const { counterparty: name, counterpartyBank: bank, counterpartyAccount: account } = movement
  if (name === null) return { kind: 'unnamed', name: null, bank, tail: null }
  const plain = plainName(name)
  if (plain === plainName(ground.customerName)) {
    return { kind: 'own', name: null, bank, tail: account && maskAccountNumber(account) }
  }
  const relative = ground.relativeNames.has(plain)
  if (!relative && isOrganisation(name, movement.operation === 'card_payment')) {
    return { kind: 'organisation', name, bank, tail: null }
  }
  const managed = (account !== null && viewer.accounts.has(account)) || viewer.relatives.has(plain)
  return { kind: 'person', name: managed ? name : maskName(name), bank, tail: null }
}

/** What moved between the customer and one other side, 分. */
export interface PartyFlow {
  /** The latest movement with this side. */
  sample: CountedMovement
  /** The class with the largest sum. */
  flowClass: FlowClass
  count: number
  inFen: number
  outFen: number
}

/** What makes two movements ones with the same side; without a name only class and bank tell. */
export function partyKey({ movement, verdict }: CountedMovement): string {
  const { counterparty: name, counterpartyBank: bank } = movement
  return partyMark(movement) ?? JSON.stringify([name, verdict.flowClass, bank])
}

const later = (a: Movement, b: Movement) =>
  a.postedOn === b.postedOn ? a.txnNo > b.txnNo : a.postedOn > b.postedOn

/** Everybody money came from or went to, the largest sums first; the parts add up to the flow. */
export function partiesOf(counted: readonly CountedMovement[]): PartyFlow[] {
  const parties = new Map<string, PartyFlow & { byClass: Map<FlowClass, number> }>()
  for (const each of counted) {
    const { movement, verdict } = each
    const key = partyKey(each)
    let party = parties.get(key)
    if (!party) {
      const { flowClass } = verdict
      party = { sample: each, flowClass, count: 0, inFen: 0, outFen: 0, byClass: new Map() }
      parties.set(key, party)
    }
    party.count += 1
    if (movement.direction === 'in') party.inFen += movement.amountFen
    else party.outFen += movement.amountFen
    const ofClass = (party.byClass.get(verdict.flowClass) ?? 0) + movement.amountFen
    party.byClass.set(verdict.flowClass, ofClass)
    if (later(movement, party.sample.movement)) party.sample = each
  }
  return [...parties.entries()]
    .map(([key, { byClass, ...party }]) => {
      const [most] = [...byClass].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      return { key, party: { ...party, flowClass: most?.[0] ?? party.flowClass } }
    })
    .sort((a, b) => {
      const more = b.party.inFen + b.party.outFen - a.party.inFen - a.party.outFen
      return more || (a.key < b.key ? -1 : 1)
    })
    .map(({ party }) => party)
}
