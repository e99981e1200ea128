import type { SqlValue } from '../connection/statements.ts'
import { firstCharacters, fold } from './fold.ts'
import { edgeLengths, innerPairs, longestEdge, tokenKind } from './tokens.ts'

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

/** A check, where the token is shorter than what was typed. */
function checked(
  edge: number,
  length: number,
  sql: string,
  value: string,
): Pick<WordQuery, 'check'> {
  return edge < length ? { check: { sql, value } } : {}
}

function byName(text: string): WordQuery[] {
  const length = [...text].length
  const edge = longestEdge(edgeLengths.name, length)
  return [
    {
      match: 'name',
      words: quote(tokenKind.name + firstCharacters(text, edge)),
      ...checked(edge, length, 'instr(e.name, ?) = 1', text),
    },
    {
      match: 'token',
      words: innerPairs(text).map(quote).join(' AND '),
      // Pairs that all occur need not follow each other.
      ...checked(2, length, 'instr(e.name, ?) > 1', text),
    },
  ]
}

/**
 * Inside a name: from a later syllable on, or the initials from the second on. Where initials have a
 * token the pinyin has one of the same length, so a check never meets initials.
 */
function byInnerLetters(text: string): WordQuery[] {
  const edge = longestEdge(edgeLengths.innerPinyin, text.length)
  if (edge === 0) return []
  const pinyin = quote(tokenKind.innerPinyin + text.slice(0, edge))
  const whole = longestEdge(edgeLengths.innerInitials, text.length) === text.length
  return [
    {
      match: 'token',
      words: whole ? `${pinyin} OR ${quote(tokenKind.innerInitials + text)}` : pinyin,
      ...checked(edge, text.length, `${inSyllables} > 1`, text),
    },
  ]
}

function byLetters(text: string): WordQuery[] {
  const { length } = text
  const edge = longestEdge(edgeLengths.pinyin, length)
  const pinyin: WordQuery = {
    match: 'pinyin',
    words: quote(tokenKind.pinyin + text.slice(0, edge)),
    ...checked(edge, length, `${inSyllables} = 1`, text),
  }
  const isWhole = longestEdge(edgeLengths.initials, length) === length
  const initials: WordQuery = { match: 'initials', words: quote(tokenKind.initials + text) }
  return [pinyin, ...(isWhole ? [initials] : []), ...byInnerLetters(text)]
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
