import type { exportColumns } from '#contract/ipc/customers.ts'
import type { ListedCustomer } from '#db/customers/list.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { maskMobile, maskName } from '#domain/customers/mask.ts'
import { assetClasses } from '#domain/products/records.ts'
import type { Day } from '#domain/time/day.ts'
import type { Cell, Sheet } from '../../files/cell.ts'
import type { ExportWords } from './words.ts'

type Column = (typeof exportColumns)[number]

/** How the customers of a file are written. */
export interface SheetStyle {
  columns: readonly Column[]
  names: 'masked' | 'full'
  words: ExportWords
  on: Day
}

function risk(
  { risk_level: level, risk_valid_to: until }: ListedCustomer,
  style: SheetStyle,
): Cell {
  if (level === null) return null
  return until !== null && until < style.on ? `C${level} ${style.words.expired}` : `C${level}`
}

function cellOf(column: Column, row: ListedCustomer, style: SheetStyle): Cell {
  const { words } = style
  switch (column) {
    case 'number':
      return row.customer_no
    case 'name':
      return style.names === 'full' ? row.name : maskName(row.name)
    case 'tier':
      return words.tiers[row.tier]
    case 'mobile':
      return row.mobile === null ? null : maskMobile(row.mobile)
    case 'aum':
      return { hundredths: row.aum_fen }
    case 'average':
      return { hundredths: row.average_fen }
    case 'change30':
      return { hundredths: row.aum_fen - row.before_fen }
    case 'loan':
      return { hundredths: row.loan_fen }
    case 'holdings': {
      const held = row.asset_classes.split(',')
      return assetClasses
        .filter((name) => held.includes(name))
        .map((name) => words.assets[name])
        .join(words.comma)
    }
    case 'maturity':
      return row.next_maturity_on
    case 'lastContact':
      return row.last_contact_on
    case 'completeness':
      return { count: Math.round(row.completeness_bp / 100) }
    case 'risk':
      return risk(row, style)
    case 'value':
      return row.value_score === null ? null : { hundredths: row.value_score }
    case 'churn':
      return row.churn_points === null ? null : { count: row.churn_points }
    case 'types': {
      const own = (row.types ?? '').split(',')
      return customerTypes
        .filter((type) => own.includes(type))
        .map((type) => words.types[type])
        .join(words.comma)
    }
    case 'tasks':
      return { count: row.open_tasks }
    case 'manager':
      return row.manager_name
  }
}

/** The table of a file: phones masked always, names as asked. */
export function customerSheet(
  customers: readonly ListedCustomer[],
  style: SheetStyle,
): Omit<Sheet, 'watermark'> {
  return {
    titles: style.columns.map((column) => style.words.columns[column]),
    rows: customers.map((row) => style.columns.map((column) => cellOf(column, row, style))),
  }
}
