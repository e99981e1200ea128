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
 * Longest beginning that has a token of its own, characters. A longer query looks for its first so
 * many and checks the rest on the entry.
 */
export const longestEdge = { name: 8, pinyin: 8, initials: 6, inner: 6 } as const

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

function edges(kind: string, text: string, from: number, to: number): string[] {
  const characters = [...text]
  const tokens: string[] = []
  for (let length = from; length <= Math.min(to, characters.length); length += 1) {
    tokens.push(kind + characters.slice(0, length).join(''))
  }
  return tokens
}

/** Single characters and pairs of what follows the first character of a name. */
function innerTokens(name: string): string[] {
  const characters = [...name].slice(1)
  return characters.flatMap((character, index) => {
    const next = characters[index + 1]
    const single = tokenKind.inner + character
    return next === undefined ? [single] : [single, single + next]
  })
}

/** Beginnings of the pinyin from the second, third … syllable on. */
function innerPinyinTokens(syllables: readonly string[]): string[] {
  return syllables
    .slice(1)
    .flatMap((_, index) =>
      edges(tokenKind.innerPinyin, syllables.slice(index + 1).join(''), 2, longestEdge.inner),
    )
}

/** Token of a member of staff, so that a query stays inside one book. */
export function managerToken(staffId: string): string {
  return tokenKind.manager + staffId.replaceAll('-', '')
}

/** All tokens of a customer, separated by blanks, as the full-text table takes them. */
export function tokensOf(basis: SearchBasis): string {
  const syllables = basis.syllables.split(' ').filter((syllable) => syllable !== '')
  const initials = basis.initials
  const tokens = [
    ...edges(tokenKind.name, basis.name, 1, longestEdge.name),
    ...innerTokens(basis.name),
    ...edges(tokenKind.pinyin, syllables.join(''), 1, longestEdge.pinyin),
    ...innerPinyinTokens(syllables),
    ...edges(tokenKind.initials, initials, 1, longestEdge.initials),
    ...edges(tokenKind.innerInitials, initials.slice(1), 2, longestEdge.initials),
    ...(basis.mobileTail ? [tokenKind.mobileTail + basis.mobileTail] : []),
    ...(basis.idTail ? [tokenKind.idTail + basis.idTail] : []),
    ...basis.managers.split(',').filter(Boolean).map(managerToken),
  ]
  return [...new Set(tokens)].join(' ')
}

/** The pairs a query of two and more characters must all have inside a name. */
export function innerPairs(text: string): string[] {
  const characters = [...text]
  if (characters.length < 2) return [tokenKind.inner + firstCharacters(text, 1)]
  return characters
    .slice(0, -1)
    .map((character, index) => tokenKind.inner + character + (characters[index + 1] ?? ''))
}
