import type pg from 'pg'
import type { Day } from '#domain/time/day.ts'
import { listed, quoted } from '#platform/sql/literals.ts'

/** What JavaScript's `trim` removes, so that SQL and the domain's rule agree on empty text. */
const whiteSpace =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a' +
  '\u2028\u2029\u202f\u205f\u3000\ufeff'
const placeholders = ['', '其他', '同上', '不详', '无', '未知', '-']

/** SQL of `stands` in `domain/customers/completeness.ts`: present, not blank, no placeholder. */
function stands(column: string): string {
  return `coalesce(btrim(${column}, ${quoted(whiteSpace)}) not in (${listed(placeholders)}), false)`
}

/**
 * SQL of `completenessBp` in `domain/customers/completeness.ts` for the customers `c` of branch `$1`
 * on day `$2`: columns `customer_id`, `completeness_bp`. Facts: a risk test valid on the day; consent
 * to marketing calls or messages; a mobile number somebody answered, or that was confirmed at the counter,
 * in the last two years, or through which a consent was given; a relative.
 */
export function completenessSelect(condition: string): string {
  const elements = [
    `(${stands('c.name')} and c.name_origin = 'source')`,
    'c.sex is not null',
    ...['nationality', 'occupation', 'address', 'mobile', 'id_type', 'id_no'].map((column) =>
      stands(`c.${column}`),
    ),
    'coalesce(c.id_expiry >= $2::date, false)',
  ]
  const valid = elements.map((element) => `(${element})::integer`).join(' + ')
  const own = (table: string, column = 'customer_id') =>
    `from ${table} x where x.branch_id = $1 and x.${column} = c.id`
  const facts = {
    riskTest: `exists (select ${own('risk_assessment')}
      and x.assessed_on <= $2::date and x.valid_to >= $2::date)`,
    consent: `exists (select ${own('consent')} and x.purpose in ('marketing_sms', 'marketing_call')
      and x.given_on <= $2::date and coalesce(x.withdrawn_on > $2::date, true))`,
    mobile: `(exists (select ${own('contact')} and x.channel = 'phone' and x.outcome <> 'no_answer'
        and x.at >= ($2::date - 730)::timestamp at time zone 'UTC')
      or exists (select ${own('counter_visit')} and x.acts like '%phone_confirmed%'
        and x.opened_at >= ($2::date - 730)::timestamp at time zone 'UTC')
      or exists (select ${own('consent')} and x.channel = 'mobile'))`,
    family: `exists (select ${own('relation', 'from_customer_id')}
      and x.kind in ('spouse', 'parent', 'child', 'sibling')
      and x.valid_from <= $2::date and coalesce(x.valid_to >= $2::date, true))`,
  }
  return `select c.id as customer_id, (
    round((${valid}) * 6000 / 9.0)
    + ${facts.riskTest}::integer * 1000 + ${facts.consent}::integer * 1000
    + ${facts.mobile}::integer * 1000
    + (${stands('c.industry')})::integer * 500 + ${facts.family}::integer * 500
  )::integer as completeness_bp
  from customer c where c.branch_id = $1 ${condition}`
}

/** Completeness of one customer as computed now, beside what the summary says; basis points. */
export async function completenessNow(
  client: pg.ClientBase,
  branchId: string,
  customerId: string,
  on: Day,
): Promise<{ actual: number; stored: number } | null> {
  const { rows } = await client.query<{ actual: number; stored: number }>(
    `select n.completeness_bp as actual, s.completeness_bp as stored
     from (${completenessSelect('and c.id = $3')}) n
     join customer_summary s on s.branch_id = $1 and s.customer_id = n.customer_id`,
    [branchId, on, customerId],
  )
  return rows[0] ?? null
}
