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

/** 分 as 万 with two decimals, for columns whose header names the unit: `268.42`. */
export function formatWan(fen: number): string {
  const wan = (Math.round(Math.abs(fen) / 10_000) / 100).toFixed(2)
  return `${fen < 0 && Number(wan) !== 0 ? '−' : ''}${grouped(wan)}`
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
