/** 分 in one 万 of the currency's unit. */
export const fenPerWan = 1_000_000

/** Commas between thousands; `toLocaleString` does the same and takes many times longer. */
const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Amount with two decimals and thousands separators from 分: `862,314.50`; true minus sign. */
export function formatFen(fen: number): string {
  const sign = fen < 0 ? '−' : ''
  const whole = Math.floor(Math.abs(fen) / 100)
  const rest = String(Math.abs(fen) % 100).padStart(2, '0')
  return `${sign}${grouped(String(whole))}.${rest}`
}

/** 分 in the second decimal of 万, the finest step shown in 万. */
export const wanStepFen = 10_000

/**
 * Whole steps of the second decimal of 万 in a sum of 分; half a step goes away from zero, so that a
 * debt and a balance of the same size show the same digits. Never negative zero.
 */
export function wanSteps(fen: number): number {
  const steps = Math.round(Math.abs(fen) / wanStepFen)
  return fen < 0 && steps !== 0 ? -steps : steps
}

/** 分 as 万 with two decimals, for columns whose header names the unit: `268.42`. */
export function formatWan(fen: number): string {
  const steps = wanSteps(fen)
  return `${steps < 0 ? '−' : ''}${grouped((Math.abs(steps) / 100).toFixed(2))}`
}

/** A change in 万 with a direction mark: `▲+30.00`, `▼−62.40`, `0.00`. */
export function formatWanChange(fen: number): string {
  const text = formatWan(fen)
  if (text === '0.00') return text
  return fen > 0 ? `▲+${text}` : `▼${text}`
}

/**
 * 分 from text such as `1234.5`, `-0.30`, `1,234.00`. Null where it is not a number with at most
 * two decimals; never rounds.
 */
export function parseFen(text: string): number | null {
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return null
  const whole = Number((match[2] ?? '').replaceAll(',', ''))
  const fen = whole * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  if (!Number.isSafeInteger(fen)) return null
  return match[1] === '-' && fen !== 0 ? -fen : fen
}
