import { createTextVNode, h, type VNode } from 'vue'
import type { Tier } from '#domain/customers/tiers.ts'
import { formatWan } from '#domain/money/money.ts'
import { directionOf, formatPercent } from '../../format/amount.ts'
import type { Translate } from '../../locales/use-text.ts'
import { sparkPath } from '../spark-path.ts'

/*
 * Parts of cells that rows of long lists draw dozens of times a frame. They look like the components
 * of the same name and are none: each of those costs more than all that it draws.
 */

/** A text that takes another one in place; as a plain child it would be thrown away for a new node. */
export const text = (words: string): VNode => createTextVNode(words)

/** The tier as a small coloured word (`TierChip`). */
export function tierPart(tier: Tier, t: Translate): VNode {
  return h('span', { class: `tier-chip tier-chip--${tier}` }, [text(t(`words.tier.${tier}`))])
}

/** A change in 万 with arrow and sign (`ChangeText`); its colour is the cell's, by `changeTone`. */
export function changePart(fen: number): VNode[] {
  const direction = directionOf(fen)
  const arrow = direction === 'up' ? '▲' : direction === 'down' ? '▼' : ''
  const sign = direction === 'up' ? '+' : direction === 'down' ? '−' : ''
  return [
    h('span', { class: 'grid__arrow' }, [text(arrow)]),
    text(`${sign}${formatWan(Math.abs(fen))}`),
  ]
}

/** Class of a cell that shows a change. */
export function changeTone(fen: number): string {
  return `cell--${directionOf(fen)}`
}

/** What a screen reader says of a change. */
export function changeSpoken(fen: number, t: Translate): string {
  const direction = directionOf(fen)
  const amount = formatWan(Math.abs(fen))
  if (direction === 'flat') return amount
  return t(direction === 'up' ? 'common.changeUp' : 'common.changeDown', { amount })
}

/** A line without axes (`Sparkline`), 64 × 20 px. Values oldest first. */
export function sparkPart(values: readonly number[]): VNode {
  const path = sparkPath(values, 64, 20)
  const box = { class: 'grid__spark', width: 64, height: 20, 'aria-hidden': 'true' }
  if (!path) return h('svg', box)
  const { line, end } = path
  return h('svg', box, [h('path', { d: line }), h('circle', { cx: end.x, cy: end.y, r: 2 })])
}

/** A thin bar for a share in basis points, with the percentage beside it (`ProgressBar`). */
export function sharePart(bp: number, label: string, low: boolean): VNode[] {
  const share = Math.max(0, Math.min(10_000, bp)) / 100
  return [
    h('span', {
      class: low ? 'grid__bar grid__bar--low' : 'grid__bar',
      role: 'progressbar',
      'aria-label': label,
      'aria-valuemin': '0',
      'aria-valuemax': '100',
      'aria-valuenow': Math.round(share),
      style: `background-size:${share}% 100%`,
    }),
    text(formatPercent(bp)),
  ]
}
