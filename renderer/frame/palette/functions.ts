/** A function of the program that the search box finds. */
export interface PaletteFunction {
  key: string
  label: string
  /** Other spellings it is found by: pinyin, initials, synonyms. */
  keywords: string
  run: () => void
}

/** Functions whose label or spelling holds every word typed; all of them for an empty text. */
export function findFunctions(
  functions: readonly PaletteFunction[],
  text: string,
): PaletteFunction[] {
  const words = text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  return functions.filter((entry) => {
    const spellings = `${entry.label} ${entry.keywords}`.toLowerCase()
    return words.every((word) => spellings.includes(word))
  })
}
