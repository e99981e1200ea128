import { h, type VNode } from 'vue'
import type { CustomerRow } from '#contract/ipc/customers.ts'
import { text } from '../../../components/grid/cell-parts.ts'
import type { Translate } from '../../../locales/use-text.ts'

const mostMarks = 2
/** Said by other columns of the same row, or no warning. */
const said: ReadonlySet<CustomerRow['marks'][number]> = new Set(['noPhone', 'noAccount', 'staff'])
/** Marks that end a talk about products. */
const stops: ReadonlySet<CustomerRow['marks'][number]> = new Set([
  'deceased',
  'frozen',
  'doNotContact',
  'minor',
])

/** What about a customer changes the talk, one character each; the title says all of it in words. */
export function markParts(marks: CustomerRow['marks'], t: Translate): VNode[] {
  const shown = marks.filter((mark) => !said.has(mark)).slice(0, mostMarks)
  if (shown.length === 0) return []
  const title = marks.map((mark) => t(`customers.mark.name.${mark}`)).join(t('customers.listComma'))
  const signs = shown.map((mark) =>
    h('span', { class: stops.has(mark) ? 'mark mark--stop' : 'mark', 'aria-hidden': 'true' }, [
      text(t(`customers.mark.short.${mark}`)),
    ]),
  )
  return [h('span', { class: 'marks', role: 'img', 'aria-label': title, title }, signs)]
}

const drawn = ['deposit', 'wealth', 'fund', 'insurance', 'bond'] as const

/** What a customer holds, in a sentence. */
export function holdingWords(
  { assets, hasLoan }: Pick<CustomerRow, 'assets' | 'hasLoan'>,
  t: Translate,
): string {
  const held = assets.map((asset) => t(`words.asset.${asset}`))
  if (hasLoan) held.push(t('customers.loanWord'))
  return held.length > 0
    ? t('customers.glyphTitle', { held: held.join(t('customers.listComma')) })
    : t('customers.glyphNone')
}

/** 存理基保债贷: what the customer holds, dark; what not, faint. */
export function holdingParts(row: CustomerRow, t: Translate): VNode[] {
  const glyph = (name: (typeof drawn)[number] | 'loan', look: string) =>
    h('span', { class: look, 'aria-hidden': 'true' }, [text(t(`customers.glyph.${name}`))])
  const signs = [
    ...drawn.map((asset) =>
      glyph(asset, row.assets.includes(asset) ? 'glyph glyph--held' : 'glyph'),
    ),
    glyph('loan', row.hasLoan ? 'glyph glyph--loan' : 'glyph'),
  ]
  return [h('span', { class: 'glyphs', role: 'img', 'aria-label': holdingWords(row, t) }, signs)]
}
