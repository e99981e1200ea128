import { formatWan } from '#domain/money/money.ts'

/** 分 in one 亿. */
const fenPerYi = 10_000_000_000

/** An amount brought to a readable scale: below 1 亿 in 万, above in 亿, two decimals. */
export function scaleFen(fen: number): { value: string; scale: 'wan' | 'yi' } {
  if (Math.abs(fen) < fenPerYi) return { value: formatWan(fen), scale: 'wan' }
  const value = (Math.abs(fen) / fenPerYi).toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return { value: fen < 0 ? `−${value}` : value, scale: 'yi' }
}

/** Powers of ten of the units that English counts in, in 分, largest first. */
const westernScales = [
  { scale: 'bn', fen: 100_000_000_000 },
  { scale: 'm', fen: 100_000_000 },
  { scale: 'k', fen: 100_000 },
] as const

/** An amount in thousands, millions or billions of the currency, two decimals. */
export function scaleFenWestern(fen: number): { value: string; scale: 'k' | 'm' | 'bn' } {
  const { scale, fen: one } =
    westernScales.find((candidate) => Math.abs(fen) >= candidate.fen) ?? westernScales[2]
  const value = (Math.abs(fen) / one).toFixed(2)
  return { value: fen < 0 && Number(value) !== 0 ? `−${value}` : value, scale }
}

/** Direction of a change in 分 as it shows in 万 with two decimals: below 0.005 it is flat. */
export function directionOf(fen: number): 'up' | 'down' | 'flat' {
  if (formatWan(fen) === '0.00') return 'flat'
  return fen > 0 ? 'up' : 'down'
}

/** Basis points as a percentage, `8200` → `82`; with decimals where asked. */
export function formatPercent(bp: number, decimals = 0): string {
  return (bp / 100).toFixed(decimals).replace('-', '−')
}

/** A count with thousands separators. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}
