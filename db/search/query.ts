import type { SqlValue } from '../connection/statements.ts'
import { firstCharacters, fold } from './fold.ts'
import { innerPairs, longestEdge, tokenKind } from './tokens.ts'

/** How a hit was found, the better first after exact identifiers. */
export type Match = 'identifier' | 'name' | 'pinyin' | 'initials' | 'token' | 'tail'

/** One way of looking: words of the full-text table, and a check where words alone say too much. */
export interface WordQuery {
  match: Match
  /** Full-text expression over tokens. */
  words: string
  /** SQL condition on the entry `e` that must hold as well. */
  check?: { sql: string; value: SqlValue }
}

/** What a typed text asks for. */
export interface SearchQuery {
  /** Whole identifiers it may be: customer, phone, identity or account number. */
  exact: readonly string[]
  /** Beginning of an identifier, or null. */
  beginning: string | null
  words: readonly WordQuery[]
}

/** Least length of the beginning of an identifier; fewer characters would find everybody. */
const leastBeginning = 5

const quote = (token: string) => `"${token}"`
const inSyllables = `instr(replace(e.syllables, ' ', ''), ?)`

function byName(text: string): WordQuery[] {
  const length = [...text].length
  const start = quote(tokenKind.name + firstCharacters(text, longestEdge.name))
  const inner = innerPairs(text).map(quote).join(' AND ')
  return [
    {
      match: 'name',
      words: start,
      ...(length > longestEdge.name ? { check: { sql: `instr(e.name, ?) = 1`, value: text } } : {}),
    },
    {
      match: 'token',
      words: inner,
      ...(length > 2 ? { check: { sql: `instr(e.name, ?) > 1`, value: text } } : {}),
    },
  ]
}

function byLetters(text: string): WordQuery[] {
  const start = quote(tokenKind.pinyin + text.slice(0, longestEdge.pinyin))
  const queries: WordQuery[] = [
    {
      match: 'pinyin',
      words: start,
      ...(text.length > longestEdge.pinyin
        ? { check: { sql: `${inSyllables} = 1`, value: text } }
        : {}),
    },
  ]
  if (text.length <= longestEdge.initials) {
    queries.push({ match: 'initials', words: quote(tokenKind.initials + text) })
  }
  if (text.length > 1) {
    const inner = quote(tokenKind.innerPinyin + text.slice(0, longestEdge.inner))
    const initials = quote(tokenKind.innerInitials + text)
    queries.push({
      match: 'token',
      words: text.length > longestEdge.initials ? inner : `${inner} OR ${initials}`,
      ...(text.length > longestEdge.inner
        ? { check: { sql: `${inSyllables} > 1`, value: text } }
        : {}),
    })
  }
  return queries
}

function byTail(text: string): WordQuery[] {
  const words = `${quote(tokenKind.mobileTail + text)} OR ${quote(tokenKind.idTail + text)}`
  return [{ match: 'tail', words }]
}

/** Identifiers as they are stored: upper case, a phone without the country's 86. */
function identifiers(text: string): string[] {
  const whole = text.toUpperCase()
  return /^86\d{11}$/.test(whole) ? [whole, whole.slice(2)] : [whole]
}

/**
 * Decides by its shape what a typed text may be: Chinese a name, letters pinyin or initials,
 * digits an identifier or its last four. Null where nothing to look for is left.
 */
export function parseQuery(typed: string): SearchQuery | null {
  const text = fold(typed)
  if (text === '') return null
  const [digit, letter, other] = [/\d/, /[a-z]/, /[^a-z\d]/].map((kind) => kind.test(text))
  const exact = digit && !other ? identifiers(text) : []
  const plain = exact.at(-1)
  return {
    exact,
    beginning: plain !== undefined && plain.length >= leastBeginning ? plain : null,
    words: [
      ...(other ? byName(text) : []),
      ...(letter && !digit && !other ? byLetters(text) : []),
      ...(digit && !other && text.length === 4 ? byTail(text) : []),
    ],
  }
}
