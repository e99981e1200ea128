import type { CustomerRow } from '#contract/ipc/customers.ts'
import type { GridColumn } from '../../../components/grid/column.ts'
import type { Translate } from '../../../locales/use-text.ts'

/** What decides which columns stand in the list. */
export interface ColumnChoice {
  t: Translate
  /** Unit of the money columns, 万元. */
  unit: string
  /** Room for the customer number and the monthly average. */
  wide: boolean
  /** Too little room for the twelve months. */
  narrow: boolean
  /** The whole branch is listed, so the manager's name says something. */
  branch: boolean
}

/**
 * Columns of the list. Keys of sortable columns are the service's names of the sort. Widths in px
 * at the compact density; the customer's column takes the rest.
 */
export function listColumns({
  t,
  unit,
  wide,
  narrow,
  branch,
}: ColumnChoice): GridColumn<CustomerRow>[] {
  const all: (GridColumn<CustomerRow> | null)[] = [
    { key: 'name', title: t('customers.column.customer'), width: 128, grow: true, sortable: true },
    wide ? { key: 'number', title: t('customers.record.number'), width: 106 } : null,
    { key: 'mobile', title: t('customers.column.mobile'), width: 106 },
    {
      key: 'aum',
      title: t('customers.column.aum'),
      unit,
      width: 112,
      align: 'end',
      sortable: true,
    },
    wide
      ? {
          key: 'average',
          title: t('customers.column.average'),
          width: 96,
          align: 'end',
          sortable: true,
        }
      : null,
    {
      key: 'change30',
      title: t('customers.column.change30'),
      width: 100,
      align: 'end',
      sortable: true,
    },
    narrow ? null : { key: 'trend', title: t('customers.column.trend'), width: 82 },
    { key: 'holdings', title: t('customers.column.holdings'), width: 128 },
    {
      key: 'maturity',
      title: t('customers.column.maturity'),
      width: 118,
      align: 'end',
      sortable: true,
    },
    {
      key: 'lastContact',
      title: t('customers.column.lastContact'),
      width: 92,
      align: 'end',
      sortable: true,
    },
    { key: 'completeness', title: t('customers.column.completeness'), width: 86, sortable: true },
    { key: 'tasks', title: t('customers.column.tasks'), width: 60, align: 'end' },
    branch
      ? {
          key: 'manager',
          title: t('customers.column.manager'),
          width: 80,
          text: (row) => row.managerName,
        }
      : null,
  ]
  return all.filter((column) => column !== null)
}
