import {
  type CustomerType,
  customerTypes,
  payrollFreshDays,
  typeLimits,
  type TypeRules,
  typeWords,
} from '#domain/customers/customer-types.ts'
import type { EvidenceKind } from '#domain/customers/type-evidence.ts'
import { quoted } from '#platform/sql/literals.ts'
import { dayText } from '../store/day-text.ts'

const matches = (column: string, words: string) => `coalesce(${column} ~ ${quoted(words)}, false)`

/** What a piece of evidence has, in SQL. */
interface Has {
  on?: string
  word?: string
  count?: string
  of?: string
}

/** A piece of evidence as `evaluationFactsSchema` reads it, where a condition holds; else null. */
function piece(kind: EvidenceKind, holds: string, { on, word, count, of }: Has = {}): string {
  const parts = [on, word, count, of]
  const last = parts.findLastIndex((part) => part !== undefined)
  const told = parts.slice(0, last + 1).map((part) => part ?? 'null::text')
  return `case when ${holds} then jsonb_build_array(${[quoted(kind), ...told].join(', ')}) end`
}

const byOccupation = (words: string) =>
  piece('occupation', matches('occupation', words), { word: 'occupation' })

const age = `extract(year from age($2::date, birth_date))`
const rural = matches('address', typeWords.rural)

/** SQL of `typesOf` in `domain/customers/customer-types.ts`: the pieces of each type; a test compares. */
function pieces(rules: TypeRules): Record<CustomerType, string[]> {
  const paid = `profiling and wage_months >= ${rules.payrollMonths}
    and $2::date - last_on <= ${payrollFreshDays}`
  const [from, to] = typeLimits.feeAges
  return {
    payroll: [
      piece('wages', paid, {
        on: dayText('last_on'),
        word: 'payer',
        count: 'year_months',
        of: 'of_months',
      }),
    ],
    merchant: [
      piece('receipts', `profiling and receipts >= ${rules.merchantReceipts}`, {
        on: dayText('received_on'),
        count: 'receipts',
      }),
      byOccupation(typeWords.merchant.occupation),
    ],
    farmer: [
      piece('subsidy', 'profiling and aided_on is not null', { on: dayText('aided_on') }),
      piece(
        'harvest',
        `profiling and ${rural} and harvest_sales >= ${typeLimits.harvestSales}
          and harvest_percent >= ${typeLimits.harvestPercent}`,
        { on: dayText('harvested_on'), count: 'harvest_sales' },
      ),
      byOccupation(typeWords.farmer.occupation),
      piece('industry', matches('industry', typeWords.farmer.industry), { word: 'industry' }),
    ],
    elder: [
      piece('birth', `to_char(birth_date, 'YYYY-MM-DD') <= $4`, {
        on: dayText(`((birth_date + (to_char(birth_date, 'MM-DD') = '02-29')::integer)
          + interval '${rules.elderFrom} years')`),
        count: String(rules.elderFrom),
      }),
    ],
    new_citizen: [
      piece('idArea', `profiling and came_from and ${age} >= ${typeLimits.newCitizenFrom}`),
    ],
    parent: [
      piece('child', 'child_since is not null', { on: dayText('child_since') }),
      piece(
        'fees',
        `profiling and fees >= ${typeLimits.fees} and ${age} between ${from} and ${to}`,
        { on: dayText('fees_on'), count: 'fees' },
      ),
    ],
    migrant: [
      byOccupation(typeWords.migrant.occupation),
      piece('awayWages', `${paid} and away and ${rural}`, {
        on: dayText('last_on'),
        count: 'year_months',
      }),
    ],
  }
}

/** The column of each type: `[type, pieces]`, or null where nothing speaks for it. */
export function typesSql(rules: TypeRules): string {
  const found = pieces(rules)
  return customerTypes
    .map(
      (type) => `case when not dead and coalesce(${found[type].join(', ')}) is not null
        then jsonb_build_array(${quoted(type)},
          to_jsonb(array_remove(array[${found[type].join(', ')}], null))) end as type_${type}`,
    )
    .join(',\n')
}

/** Columns of {@link typesSql}. */
export const typeColumns = customerTypes.map((type) => `type_${type}`)

/** Names of the types that were found, joined by commas. */
export const typeNames = `concat_ws(',', ${customerTypes
  .map((type) => `case when type_${type} is not null then ${quoted(type)} end`)
  .join(', ')})`
