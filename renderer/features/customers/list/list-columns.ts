import type { CustomerRow } from '#contract/ipc/customers.ts'
import type { Day } from '#domain/time/day.ts'
import type { GridColumn } from '../../../components/grid/column.ts'
import type { Translate } from '../../../locales/use-text.ts'
import { listCells } from './list-cells.ts'

/** Columns of the list in the order they are offered. The first always stands first. */
export const listColumnKeys = [
  'name',
  'number',
  'mobile',
  'aum',
  'average',
  'change30',
  'trend',
  'holdings',
  'loan',
  'maturity',
  'lastContact',
  'risk',
  'value',
  'churn',
  'types',
  'completeness',
  'next',
  'tasks',
  'manager',
] as const

/** A column of the list. */
export type ListColumnKey = (typeof listColumnKeys)[number]

/** What decides which columns stand in the list while nobody has chosen. */
export interface Room {
  /** Room for the monthly average and the risk level; the preview beside the list says the number. */
  wide: boolean
  /** Too little room for the twelve months and the completeness: the names come first. */
  narrow: boolean
  /** The whole branch is listed, so the manager's name says something. */
  branch: boolean
}

/** The usual columns for the room there is. */
export function usualColumns({ wide, narrow, branch }: Room): ListColumnKey[] {
  const left: Partial<Record<ListColumnKey, boolean>> = {
    number: true,
    average: !wide,
    risk: !wide,
    trend: narrow,
    completeness: narrow,
    loan: true,
    value: true,
    churn: narrow,
    types: true,
    tasks: true,
    manager: !branch,
  }
  return listColumnKeys.filter((key) => left[key] !== true)
}

/** Chosen columns as they can be shown: known ones, each once, the customer first. */
export function shownColumns(chosen: readonly string[] | null, room: Room): ListColumnKey[] {
  if (chosen === null) return usualColumns(room)
  const known = chosen.flatMap((key) => listColumnKeys.find((each) => each === key) ?? [])
  return [...new Set<ListColumnKey>(['name', ...known])]
}

type Shape = Pick<GridColumn<CustomerRow>, 'width' | 'grow' | 'align' | 'fits' | 'late'>

/** Widths in px at the compact density; the customer's column takes the rest. Names and words may be cut. */
const shapes: Record<ListColumnKey, Shape> = {
  name: { width: 140, grow: true, fits: true },
  number: { width: 100, fits: true },
  mobile: { width: 104, fits: true },
  aum: { width: 98, align: 'end', fits: true },
  average: { width: 84, align: 'end', fits: true },
  change30: { width: 100, align: 'end', fits: true },
  trend: { width: 76, fits: true, late: true },
  holdings: { width: 132, fits: true, late: true },
  loan: { width: 84, align: 'end', fits: true },
  maturity: { width: 112, align: 'end', fits: true },
  lastContact: { width: 88, align: 'end' },
  risk: { width: 48, fits: true },
  value: { width: 60, align: 'end', fits: true },
  churn: { width: 72, align: 'end', fits: true },
  types: { width: 120 },
  completeness: { width: 84, fits: true, late: true },
  next: { width: 128 },
  tasks: { width: 56, align: 'end', fits: true },
  manager: { width: 80 },
}

/** Name of the sort of a column, as the service knows it; the twelve months have none of their own. */
const sortOf: Partial<Record<ListColumnKey, string>> = { trend: 'change30', next: 'tasks' }

/** Columns of the grid. Keys of sortable columns are the service's names of the sort. */
export function listColumns(
  keys: readonly ListColumnKey[],
  t: Translate,
  unit: string,
  today: Day,
  open: (row: CustomerRow, index: number) => void,
): GridColumn<CustomerRow>[] {
  const cells = listCells(t, today, open)
  return keys.map((key) => ({
    key,
    title: t(`customers.column.${key}`),
    ...(key === 'aum' ? { unit } : {}),
    sortable: sortOf[key] === undefined,
    ...shapes[key],
    ...cells[key],
  }))
}
