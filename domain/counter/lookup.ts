import { normaliseValue } from '../customers/correction.ts'

/** What was typed or read at the counter, understood. */
export type Lookup =
  /** A whole number of a document, an account or a card: proves enough by itself. */
  | { kind: 'number'; value: string }
  /** The last six or more of the identity number, with the whole name or all its initials. */
  | { kind: 'tail'; tail: string; name: string }
  /** Too little to open anybody; `missing` says what. */
  | { kind: 'tooLittle'; missing: 'number' | 'tail' | 'name' }

/** The number of a card from track 2 of its magnetic stripe: what stands between `;` and `=`. */
const track2 = /^;?(\d{12,19})=\d{4,}\??$/
/** Whole numbers: of accounts, cards and identity cards, and of papers that carry letters. */
const wholeNumber = /^(?:\d{8,}|\d{7,}X|[A-Z]{1,3}\d{6,}[A-Z\d]*)$/
/** The end of an identity number: six digits and more, the last one perhaps an X. */
const tailAlone = /^(?:\d{6,}|\d{5,}X)$/
const tailThenName = /^(\d{6,}|\d{5}X)(\P{Nd}+)$/u

function split(text: string): [tail: string, name: string] | null {
  // Between blanks there is no doubt to which of the two an X belongs.
  const [first = '', ...rest] = text.split(' ')
  if (tailAlone.test(first) && rest.length > 0) return [first, rest.join('')]
  const [, tail, name] = tailThenName.exec(text.replaceAll(' ', '')) ?? []
  return tail !== undefined && name !== undefined ? [tail, name] : null
}

/**
 * Understands what a person typed or a reader typed for him (keyboard wedge): full-width digits,
 * blanks within a number and the frame of a magnetic stripe are taken off. What else a stripe holds
 * is dropped here and goes nowhere.
 */
export function parseLookup(typed: string): Lookup {
  const text = (normaliseValue(typed) ?? '').toUpperCase().replaceAll(/[\s·]+/g, ' ')
  const compact = text.replaceAll(/[ -]/g, '')
  const stripe = track2.exec(compact)
  if (stripe?.[1]) return { kind: 'number', value: stripe[1] }
  if (wholeNumber.test(compact)) return { kind: 'number', value: compact }
  const both = split(text)
  if (both) return { kind: 'tail', tail: both[0], name: both[1].toLowerCase() }
  if (tailAlone.test(compact)) return { kind: 'tooLittle', missing: 'name' }
  return { kind: 'tooLittle', missing: /^[\dX]*$/.test(compact) ? 'number' : 'tail' }
}

/** Whether the name typed is the customer's: the whole name, or all initials of its pinyin. */
export function isNameOf(
  typed: string,
  customer: { name: string; name_initials: string },
): boolean {
  const name = customer.name.replaceAll(/[\s·]/g, '').toLowerCase()
  return typed === name || typed === customer.name_initials.toLowerCase()
}

/** A day as a document prints it and its reader types it (20361121, 2036.11.21) as `YYYY-MM-DD`. */
export function dayFromReader(typed: string): string | null {
  const plain = normaliseValue(typed)
  const parts = /^(\d{4})[./年-]?(\d{2})[./月-]?(\d{2})日?$/.exec(plain ?? '')
  return parts ? parts.slice(1).join('-') : plain
}
