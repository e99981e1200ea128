import { z } from 'zod'
import { id, instant, text, word } from '../record/field.ts'
import { type FlowClass, flowClasses } from './classes.ts'
import { type Movement, plainName } from './movement.ts'
import { isOrganisation } from './names.ts'

/** Longest mark of another side, characters. */
export const partyMarkLength = 240

/**
 * What somebody said of payments with another side: to which class they belong. `flow_class` null takes it
 * back: the rules decide again. `was` is the class that stood on the screen. The latest word counts.
 */
export const partyClassSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  party: text(partyMarkLength),
  flow_class: word(flowClasses).nullable(),
  was: word(flowClasses),
  given_by: id(),
  given_at: instant(),
})
export type PartyClass = z.infer<typeof partyClassSchema>

/**
 * What makes two movements ones with the same other side by name: an organisation is one wherever its
 * accounts are, a person's name counts with the bank, because names repeat. Null where no name is given:
 * nobody can be told apart there.
 */
export function partyMark(
  movement: Pick<Movement, 'counterparty' | 'counterpartyBank' | 'operation'>,
): string | null {
  const { counterparty: name, counterpartyBank: bank, operation } = movement
  if (name === null) return null
  const anywhere = isOrganisation(name, operation === 'card_payment')
  const mark = JSON.stringify([plainName(name), anywhere ? '' : bank, null])
  return mark.length > partyMarkLength ? null : mark
}

/** A word on another side, as far as it decides. */
export type SaidOfParty = Pick<PartyClass, 'id' | 'party' | 'flow_class' | 'given_at'>

/** The class that stands for each other side of which somebody spoke, by {@link partyMark}. */
export function standingClasses(said: readonly SaidOfParty[]): ReadonlyMap<string, FlowClass> {
  const standing = new Map<string, FlowClass>()
  const inOrder = [...said].sort(
    (a, b) => a.given_at - b.given_at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
  for (const { party, flow_class: flowClass } of inOrder) {
    if (flowClass === null) standing.delete(party)
    else standing.set(party, flowClass)
  }
  return standing
}
