import type { Verdict } from './classes.ts'
import { byTime, type Movement } from './movement.ts'

/** A movement with what was decided on it. */
export interface Judged {
  movement: Movement
  verdict: Verdict
}

/** How sure it is, before its pair is looked for, that a leg stayed with the customer. */
type Standing = 'inside' | 'open'

/**
 * A leg that may have another: a transfer inside the customer's accounts, or one whose other side the
 * source left open. Purchases of products have no second leg on an account.
 */
function standingOf({ movement, verdict }: Judged): Standing | null {
  const { operation } = movement
  if (operation !== 'transfer_in' && operation !== 'transfer_out' && operation !== 'other')
    return null
  if (verdict.flowClass === null) return 'inside'
  const open =
    (verdict.rule === 'unnamed' || verdict.rule === 'own_bank_unsaid') &&
    movement.counterpartyBank === null &&
    movement.counterpartyAccount === null
  return open ? 'open' : null
}

type Leg = Judged & {
  standing: Standing
  /** The customer's account that the leg names as its other side. */
  named: string | null
}

/**
 * Who chooses first: legs that name an account, then by account, then by time. Legs alike in both stand for
 * each other, so it does not matter which of them an earlier pass took.
 */
function byChoice(a: Leg, b: Leg): number {
  if (a.named !== b.named) {
    if (a.named === null || b.named === null) return a.named === null ? 1 : -1
    return a.named < b.named ? -1 : 1
  }
  const [one, other] = [a.movement.accountId, b.movement.accountId]
  if (one !== other) return one < other ? -1 : 1
  return byTime(a.movement, b.movement)
}

/** Whether a leg may have its other one on an account: on the one it names, where it names one. */
const reaches = (leg: Leg, other: Leg) =>
  leg.named === null || leg.named === other.movement.accountId

/** Pairs each leg going out with the first one coming in on another account; returns who is left. */
function pairOff(
  legs: readonly Leg[],
  fits: (out: Leg, into: Leg) => boolean,
  paired: Leg[],
): Leg[] {
  const outs = legs.filter(({ movement }) => movement.direction === 'out')
  const free = new Set(legs.filter(({ movement }) => movement.direction === 'in'))
  const left: Leg[] = []
  for (const out of outs) {
    const into = [...free].find(
      (leg) =>
        leg.movement.accountId !== out.movement.accountId &&
        reaches(out, leg) &&
        reaches(leg, out) &&
        fits(out, leg),
    )
    if (!into) {
      left.push(out)
      continue
    }
    free.delete(into)
    paired.push(out, into)
  }
  return [...left, ...free].sort(byChoice)
}

/**
 * Serial numbers of the open legs whose other leg is on another account of the customer: same day,
 * same sum, opposite direction. Legs that name each other's account go together first, then others
 * that are known to be inside, then those with an open one, and open ones last, so that a pair more or
 * less changes nothing for the rest. `ownAccounts` gives the id of an account by its number.
 */
export function pairedLegs(
  judged: readonly Judged[],
  ownAccounts: ReadonlyMap<string, string>,
): Set<string> {
  const groups = new Map<string, Leg[]>()
  for (const each of judged) {
    const standing = standingOf(each)
    if (standing === null) continue
    const key = `${each.movement.postedOn} ${each.movement.amountFen}`
    const named = ownAccounts.get(each.movement.counterpartyAccount ?? '') ?? null
    const group = groups.get(key)
    if (group) group.push({ ...each, standing, named })
    else groups.set(key, [{ ...each, standing, named }])
  }
  const found = new Set<string>()
  for (const group of groups.values()) {
    if (group.length < 2 || !group.some(({ standing }) => standing === 'open')) continue
    group.sort(byChoice)
    const paired: Leg[] = []
    const passes: ((out: Leg, into: Leg) => boolean)[] = [
      (out, into) => out.named !== null && into.named !== null,
      (out, into) => out.standing === 'inside' && into.standing === 'inside',
      (out, into) => out.standing !== into.standing,
      () => true,
    ]
    let left: Leg[] = group
    for (const fits of passes) left = pairOff(left, fits, paired)
    for (const { standing, movement } of paired) if (standing === 'open') found.add(movement.txnNo)
  }
  return found
}
