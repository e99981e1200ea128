import { firstCharacters } from './fold.ts'

/** What the tokens of one customer are made from; all texts folded. */
export interface SearchBasis {
  name: string
  /** Syllables of the pinyin, separated by blanks. */
  syllables: string
  initials: string
  /** Last four of phone and identity number, '' where there is none. */
  mobileTail: string
  idTail: string
  /** Staff with an allocation, past or present, joined by commas. */
  managers: string
}

/**
 * Lengths, in characters, at which the beginning of a text has a token of its own. A query looks
 * for the longest that fits and checks the rest on the entry; long beginnings are rare enough for
 * a few steps.
 */
export const edgeLengths = {
  name: [1, 2, 3, 4, 5, 6, 7, 8],
  pinyin: [1, 2, 3, 4, 5, 6, 8, 10, 13],
  initials: [1, 2, 3, 4, 5, 6],
  innerPinyin: [2, 3, 4, 5, 6, 7, 9],
  innerInitials: [2, 3, 4, 5],
} as const

/** The longest beginning of a text of `length` characters that has a token; 0 where none has. */
export function longestEdge(lengths: readonly number[], length: number): number {
  return lengths.findLast((edge) => edge <= length) ?? 0
}

/** First letters of the tokens: what a token is, so that kinds never meet. */
export const tokenKind = {
  name: 'n',
  inner: 't',
  pinyin: 'p',
  initials: 'i',
  innerPinyin: 'y',
  innerInitials: 'j',
  mobileTail: 'z',
  idTail: 'd',
  manager: 'm',
} as const

/** Token of a member of staff, so that a query looks inside one book. It narrows, it proves nothing. */
export function managerToken(staffId: string): string {
  return tokenKind.manager + staffId.slice(-8)
}

/** Beginnings of a text as tokens, each after a blank; lengths count elements. */
function edges(kind: string, text: string | readonly string[], lengths: readonly number[]): string {
  let tokens = ''
  let edge = kind
  let at = 0
  for (const length of lengths) {
    if (length > text.length) break
    for (; at < length; at += 1) edge += text[at] ?? ''
    tokens += ` ${edge}`
  }
  return tokens
}

/** Single characters and pairs of what follows the first character of a name. */
function innerTokens(characters: readonly string[]): string {
  let tokens = ''
  for (let index = 1; index < characters.length; index += 1) {
    const single = tokenKind.inner + (characters[index] ?? '')
    const next = characters[index + 1]
    tokens += next === undefined ? ` ${single}` : ` ${single} ${single}${next}`
  }
  return tokens
}

/** Beginnings of the pinyin from the second, third … syllable on. */
function innerPinyinTokens(syllables: string): string {
  let tokens = ''
  for (let blank = syllables.indexOf(' '); blank >= 0; blank = syllables.indexOf(' ', blank + 1)) {
    const rest = syllables.slice(blank + 1).replaceAll(' ', '')
    tokens += edges(tokenKind.innerPinyin, rest, edgeLengths.innerPinyin)
  }
  return tokens
}

/** All tokens of a customer, separated by blanks, as the full-text table takes them. */
export function tokensOf(basis: SearchBasis): string {
  const { syllables, initials, mobileTail, idTail, managers } = basis
  const characters = [...basis.name]
  let tokens =
    edges(tokenKind.name, characters, edgeLengths.name) +
    innerTokens(characters) +
    edges(tokenKind.pinyin, syllables.replaceAll(' ', ''), edgeLengths.pinyin) +
    innerPinyinTokens(syllables) +
    edges(tokenKind.initials, initials, edgeLengths.initials) +
    edges(tokenKind.innerInitials, initials.slice(1), edgeLengths.innerInitials)
  if (mobileTail !== '') tokens += ` ${tokenKind.mobileTail}${mobileTail}`
  if (idTail !== '') tokens += ` ${tokenKind.idTail}${idTail}`
  if (managers !== '') tokens += ` ${managers.split(',').map(managerToken).join(' ')}`
  return tokens.slice(1)
}

/** The pairs a query of two and more characters must all have inside a name. */
export function innerPairs(text: string): string[] {
  const characters = [...text]
  if (characters.length < 2) return [tokenKind.inner + firstCharacters(text, 1)]
  return characters
    .slice(0, -1)
    .map((character, index) => tokenKind.inner + character + (characters[index + 1] ?? ''))
}
