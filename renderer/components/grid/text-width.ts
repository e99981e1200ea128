/** Font size of a cell, px. */
const emPx = 13
/** Of an em: characters of Chinese, Japanese, Korean and full-width forms; any other, which is less. */
const wideEm = 1
const otherEm = 0.7
/** From here on, roughly, characters are as wide as they are high. */
const firstWide = 0x2e80

/**
 * The width, px, that a text of a cell does not exceed; reckoned, because measuring it makes the
 * browser lay out. Words of nothing but W and M may exceed it.
 */
export function mostPx(words: string): number {
  let ems = 0
  for (let index = 0; index < words.length; index++) {
    ems += words.charCodeAt(index) >= firstWide ? wideEm : otherEm
  }
  return ems * emPx
}
