import type { UnsuitableReason } from '../products/suitability.ts'
import { addDays, type Day, daysBetween } from '../time/day.ts'
import { type Candidate, hasOpenComplaint } from './candidates.ts'
import type { ActionFacts } from './facts.ts'
import type { Refusal } from './records.ts'
import { standingRefusal } from './refusals.ts'
import type { ActionGate } from './words.ts'

/** A closed gate with what closed it. */
export interface ClosedGate {
  gate: ActionGate
  /** Of `contactCap`: what was done last, how many in how many days, and the first free day. */
  contact: { what: 'call' | 'message'; count: number; days: number; freeOn: Day } | null
  unsuitable: UnsuitableReason | null
  refusal: Refusal | null
}

const closed = (gate: ActionGate): ClosedGate => ({
  gate,
  contact: null,
  unsuitable: null,
  refusal: null,
})

/** Why nobody may be spoken to with something to sell now: calls and messages have been enough. */
function usedUp(facts: ActionFacts): ClosedGate['contact'] {
  const { on, lastCallOn, callCapDays, messages, rule } = facts
  if (lastCallOn !== null && daysBetween(lastCallOn, on) < callCapDays) {
    const freeOn = addDays(lastCallOn, callCapDays)
    return { what: 'call', count: 1, days: callCapDays, freeOn }
  }
  for (const { days, most } of rule.messageCaps) {
    const recent = messages
      .filter((day) => day <= on && daysBetween(day, on) < days)
      .sort()
      .reverse()
    const decisive = recent[most - 1]
    if (decisive !== undefined) {
      return { what: 'message', count: recent.length, days, freeOn: addDays(decisive, days) }
    }
  }
  return null
}

/** Gates that hold whatever is proposed, and those of what is sold. */
export function closedGates(candidate: Candidate, facts: ActionFacts): ClosedGate[] {
  const { suitability, frozen, elderOutflow, consent, needs, refusals, on } = facts
  const { age, deceased, doNotContact } = suitability
  const gates: ClosedGate[] = []
  if (deceased) gates.push(closed('deceased'))
  if (frozen) gates.push(closed('frozen'))
  if (doNotContact) gates.push(closed('doNotContact'))
  if (candidate.sells) {
    if (age !== null && age < 18) gates.push(closed('minor'))
    if (elderOutflow) gates.push(closed('elderOutflow'))
    if (hasOpenComplaint(needs)) gates.push(closed('openComplaint'))
    if (!consent) gates.push(closed('noConsent'))
    const contact = usedUp(facts)
    if (contact) gates.push({ ...closed('contactCap'), contact })
  }
  if (candidate.unsuitable !== null && !gates.some(({ gate }) => gate === candidate.unsuitable)) {
    gates.push({ ...closed('suitability'), unsuitable: candidate.unsuitable })
  }
  const refusal = standingRefusal(refusals, candidate, on)
  if (refusal) gates.push({ ...closed('refused'), refusal })
  return gates
}
