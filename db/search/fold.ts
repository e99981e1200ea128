/** What nearly all names, syllables and numbers of a bank are: nothing is left to fold. */
const foldedAlready = /^[a-z0-9\u4e00-\u9fff]*$/
const syllablesAlready = /^[a-z]+(?: [a-z]+)*$/

/**
 * The form in which names are indexed and looked for: full-width letters and digits become plain,
 * upper case lower, accents fall away (ü becomes v, as it is typed), and everything but letters,
 * digits and private-use characters (rare characters of old core systems) is dropped.
 */
export function fold(text: string): string {
  if (foldedAlready.test(text)) return text
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll('u\u0308', 'v')
    .replaceAll(/\p{Mn}/gu, '')
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\p{Co}]/gu, '')
}

/** Pinyin as syllables separated by one blank; a source without blanks gives one syllable. */
export function foldSyllables(pinyin: string): string {
  if (syllablesAlready.test(pinyin)) return pinyin
  return pinyin
    .split(/[\s'’·-]+/)
    .map(fold)
    .filter((syllable) => syllable !== '')
    .join(' ')
}

/** The first `length` characters; characters outside the basic plane count once. */
export function firstCharacters(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('')
}
