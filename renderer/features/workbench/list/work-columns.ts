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

/** Columns of the work list; where there is room, the suggested action has one of its own. */
export function workColumns(titles: ColumnTitles, wide: boolean): GridColumn<WorkRow>[] {
  return [
    { key: 'place', title: titles.place, width: 52, align: 'end' },
    { key: 'customer', title: titles.customer, width: 128 },
    { key: 'reasons', title: titles.reasons, width: 170, grow: true },
    { key: 'amount', title: titles.amount, unit: titles.amountUnit, width: 108, align: 'end' },
    ...(wide
      ? [{ key: 'advice', title: titles.advice, width: 240, grow: true } as GridColumn<WorkRow>]
      : []),
    { key: 'due', title: titles.due, width: 92 },
    { key: 'acts', title: titles.acts, width: 124 },
  ]
}
