import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import type { GridColumn } from '../../../components/grid/column.ts'

/** Titles of the list's columns in the language on screen. */
export interface ColumnTitles {
  place: string
  customer: string
  reasons: string
  amount: string
  amountUnit: string
  advice: string
  due: string
  acts: string
}

/** Widths in px that hold the words of a language. */
const widths = {
  zh: { customer: 116, amount: 86, due: 92 },
  en: { customer: 148, amount: 108, due: 92 },
}

/** Columns of the work list; where there is room, the suggested action has one of its own. */
export function workColumns(
  titles: ColumnTitles,
  wide: boolean,
  language: keyof typeof widths,
): GridColumn<WorkRow>[] {
  const { customer, amount, due } = widths[language]
  return [
    { key: 'place', title: titles.place, width: 56, align: 'end' },
    { key: 'customer', title: titles.customer, width: customer },
    { key: 'reasons', title: titles.reasons, width: 170, grow: true },
    { key: 'amount', title: titles.amount, unit: titles.amountUnit, width: amount, align: 'end' },
    ...(wide
      ? [{ key: 'advice', title: titles.advice, width: 240, grow: true } as GridColumn<WorkRow>]
      : []),
    { key: 'due', title: titles.due, width: due },
    { key: 'acts', title: titles.acts, width: 124 },
  ]
}
