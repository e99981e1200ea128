/** A cell: text, a number with decimals in hundredths, a count, or nothing. */
export type Cell = string | { hundredths: number } | { count: number } | null

/** A table as it is written to a file. */
export interface Sheet {
  /** Says who took it, when and why; first and last line of every file. */
  watermark: string
  titles: readonly string[]
  rows: readonly (readonly Cell[])[]
}

const dangerous = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r\n]/

/**
 * Whether a spreadsheet program could take the text for a formula: after spaces it begins with
 * `= + - @` or one of their full-width twins, or it begins with a control character.
 */
export function looksLikeFormula(text: string): boolean {
  return dangerous.test(text)
}

/** Hundredths as a plain decimal number, `-12.05`. */
export function decimal(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, '0')
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
