import type { Operation } from '../accounts/operations.ts'
import { type Purpose, purposes } from '../accounts/purposes.ts'
import { purposeWords } from '../accounts/transaction-words.ts'
import type { FlowClass, Verdict } from './classes.ts'
import { type FlowGround, isOwnBank, type Movement, plainName } from './movement.ts'
import { partyMark } from './party-class.ts'
import { classByWord, isOrganisation, paymentCompanyWord } from './names.ts'

/** `inside` only changes its form while it stays in this bank; null tells nothing. */
const purposeClass: Readonly<Record<Purpose, FlowClass | 'inside' | null>> = {
  salary: 'payroll',
  pension: 'payroll',
  business: 'business',
  subsidy: 'payroll',
  transfer: null,
  own_transfer: null,
  household: 'family',
  utilities: 'repayment',
  shopping: 'consumption',
  dining: 'consumption',
  medical: 'consumption',
  education: 'consumption',
  insurance: 'repayment',
  leasing: 'property_car',
  loan_payment: 'repayment',
  interest: 'interest_fee',
  penalty_interest: 'interest_fee',
  statement_fee: 'interest_fee',
  term_deposit: 'inside',
  product_purchase: 'inside',
  product_redemption: 'inside',
  securities: 'securities',
}

/** The same for operations; what a card paid is decided after the names. */
const operationClass: Readonly<Record<Operation, FlowClass | 'inside' | null>> = {
  cash_deposit: 'cash',
  cash_withdrawal: 'cash',
  card_payment: null,
  card_withdrawal: 'cash',
  transfer_in: null,
  transfer_out: null,
  interest: 'interest_fee',
  fee: 'interest_fee',
  loan_payment: 'repayment',
  purchase: 'inside',
  redemption: 'inside',
  other: null,
}

const purposeOfWord = new Map<string, Purpose>(
  purposes
    .flatMap((code) =>
      purposeWords[code].map((word) => [plainName(word).toLowerCase(), code] as const),
    )
    // A word of several purposes means the one that stands first in the list.
    .reverse(),
)

/** The purpose that a source's words stand for; null where they stand for none. */
export function purposeMeant(text: string | null): Purpose | null {
  if (text === null) return null
  const code = purposes.find((one) => one === text)
  return code ?? purposeOfWord.get(plainName(text).toLowerCase()) ?? null
}

/** What the other side is, seen from the customer. */
interface OtherSide {
  /** Whether it is the customer by name. */
  own: boolean
  /** This bank, another one, or not said. */
  bank: 'own' | 'other' | null
}

function otherSide(movement: Movement, ground: FlowGround): OtherSide {
  const { counterparty, counterpartyBank } = movement
  return {
    own: counterparty !== null && plainName(counterparty) === plainName(ground.customerName),
    bank:
      counterpartyBank === null
        ? null
        : isOwnBank(counterpartyBank, ground.ownBank)
          ? 'own'
          : 'other',
  }
}

function insideVerdict(
  movement: Movement,
  purpose: Purpose | null,
  side: OtherSide,
  ground: FlowGround,
): Verdict | null {
  const account = movement.counterpartyAccount
  if (account !== null && ground.ownAccounts.has(account)) {
    return { flowClass: null, rule: 'own_account_here', word: null }
  }
  const form =
    purpose !== null && purposeClass[purpose] === 'inside'
      ? purpose
      : operationClass[movement.operation] === 'inside'
        ? movement.operation
        : null
  if (form !== null) {
    return side.bank === 'other'
      ? { flowClass: 'securities', rule: 'purpose_elsewhere', word: form }
      : { flowClass: null, rule: 'form_change', word: form }
  }
  if (side.bank === 'own' && (side.own || purpose === 'own_transfer')) {
    return { flowClass: null, rule: 'own_bank', word: null }
  }
  return null
}

/** An account of the customer's own that is not known here. */
function ownVerdict({ counterpartyBank }: Movement, side: OtherSide): Verdict {
  return side.bank === 'other'
    ? { flowClass: 'own_elsewhere', rule: 'own_name', word: counterpartyBank }
    : { flowClass: 'other', rule: 'own_bank_unsaid', word: null }
}

/** What the names on the other side tell, where neither purpose nor operation did. */
function namedVerdict(movement: Movement, ground: FlowGround): Verdict {
  const { counterparty, counterpartyBank, counterpartyAccount, operation } = movement
  const byCard = operation === 'card_payment'
  const told = classByWord(counterparty, counterpartyBank)
  if (told) return { ...told, rule: 'word' }
  if (counterpartyAccount !== null && ground.relativeAccounts.has(counterpartyAccount)) {
    return { flowClass: 'family', rule: 'relative_account', word: null }
  }
  if (counterparty !== null && ground.relativeNames.has(plainName(counterparty))) {
    return { flowClass: 'family', rule: 'relative_name', word: null }
  }
  if (byCard) return { flowClass: 'consumption', rule: 'operation', word: operation }
  const company = paymentCompanyWord(counterparty, counterpartyBank)
  if (company !== null) return { flowClass: 'third_party_pay', rule: 'word', word: company }
  if (counterparty === null) return { flowClass: 'other', rule: 'unnamed', word: null }
  return isOrganisation(counterparty, false)
    ? { flowClass: 'other', rule: 'organisation', word: null }
    : { flowClass: 'people', rule: 'person', word: null }
}

/**
 * Gives a movement exactly one class with the rule that decided, from the movement alone; legs that
 * only their pair gives away are found by `pairedLegs`. What the source states in codes comes before
 * what names suggest, and what people said of the other side before both; money between the customer's
 * own accounts, and between the forms it has in this bank, comes before all.
 */
export function classify(movement: Movement, ground: FlowGround): Verdict {
  const verdict = ruledVerdict(movement, ground)
  if (verdict.flowClass === null || ground.corrected === undefined) return verdict
  const said = ground.corrected.get(partyMark(movement) ?? '')
  return said === undefined ? verdict : { flowClass: said, rule: 'corrected', word: null }
}

/** The verdict of the rules alone. */
function ruledVerdict(movement: Movement, ground: FlowGround): Verdict {
  const purpose = purposeMeant(movement.purpose)
  const side = otherSide(movement, ground)
  const inside = insideVerdict(movement, purpose, side, ground)
  if (inside) return inside
  const stated = purpose === null ? null : purposeClass[purpose]
  if (stated === 'securities') return { flowClass: stated, rule: 'purpose', word: purpose }
  if (side.own || purpose === 'own_transfer') {
    const told = classByWord(movement.counterpartyBank)
    return told?.flowClass === 'securities' ? { ...told, rule: 'word' } : ownVerdict(movement, side)
  }
  if (stated !== null && stated !== 'inside') {
    return { flowClass: stated, rule: 'purpose', word: purpose }
  }
  const operated = operationClass[movement.operation]
  if (operated !== null && operated !== 'inside') {
    return { flowClass: operated, rule: 'operation', word: movement.operation }
  }
  return namedVerdict(movement, ground)
}
