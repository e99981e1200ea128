import { parseFen } from '../money/money.ts'
import { type Operation, operations } from './operations.ts'
import { type Purpose, purposes } from './purposes.ts'
import { operationWords, purposeWords } from './transaction-words.ts'

/** One typed word and everything it may mean; a transaction fits where one of these holds. */
export interface TransactionTerm {
  /** As it may stand in names, a source's own words, or the serial number; NFKC. */
  text: string
  operations: readonly Operation[]
  purposes: readonly Purpose[]
  /** From and to, both included, 分; with a sign only what came in (or went out). */
  amount: { fromFen: number; toFen: number; direction: 'in' | 'out' | null } | null
  /** A day, `YYYY-MM-DD` or `MM-DD`. */
  day: string | null
  /** Last digits of an account, typed as shown: `****6021`. */
  accountTail: string | null
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

function meant<Word extends string>(
  typed: string,
  words: Readonly<Record<Word, readonly string[]>>,
  order: readonly Word[],
): Word[] {
  return order.filter((code) => words[code].some((word) => plain(word).includes(typed)))
}

const signs: Readonly<Record<string, 'in' | 'out'>> = { '+': 'in', '-': 'out', '−': 'out' }

/**
 * What an amount on screen may be typed as: `5000`, `5,000.00`, `+5,000.00`, `¥5000`, `5000元`, `3万`.
 * What has fewer decimals than two means all amounts that begin so.
 */
function amountOf(typed: string): TransactionTerm['amount'] {
  const shape = /^([+−-]?)[¥$]?([\d,]+(?:\.\d{0,2})?)(元|万元|万)?$/.exec(typed)
  if (!shape) return null
  const [, sign = '', digits = '', unit = ''] = shape
  const decimals = digits.split('.')[1]?.length ?? 0
  const fen = parseFen(digits.replace(/\.$/, ''))
  if (fen === null) return null
  const times = unit.startsWith('万') ? 10_000 : 1
  const fromFen = fen * times
  if (!Number.isSafeInteger(fromFen)) return null
  const toFen = fromFen + (times === 1 ? 10 ** (2 - decimals) - 1 : 0)
  return { fromFen, toFen, direction: signs[sign] ?? null }
}

function termOf(typed: string): TransactionTerm {
  const folded = typed.toLowerCase()
  const day = /^(?:(\d{4})[-/.])?(\d{2})[-/.](\d{2})$/.exec(typed)
  return {
    text: typed,
    operations: meant(folded, operationWords, operations),
    purposes: meant(folded, purposeWords, purposes),
    amount: amountOf(typed),
    day: day ? [day[1], day[2], day[3]].filter(Boolean).join('-') : null,
    accountTail: /^\*+(\d{1,6})$/.exec(typed)?.[1] ?? null,
  }
}

/**
 * What somebody who looks at transactions may have typed: words of the screen in either language,
 * names, amounts, days, tails and serial numbers, full-width characters too. Blanks part words, of
 * which each must fit; signs between words mean nothing.
 */
export function transactionTerms(typed: string): TransactionTerm[] {
  const whole = typed.normalize('NFKC').trim()
  const words = whole.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (words.length > 0) return words.map(termOf)
  return whole === '' ? [] : [termOf(whole)]
}
