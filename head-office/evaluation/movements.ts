import { typeWords } from '#domain/customers/customer-types.ts'
import { securitiesWords } from '#domain/flow/names.ts'
import { listed, quoted } from '#platform/sql/literals.ts'
import { plain, purposeOf } from './words.ts'

/** PostgreSQL writes the edge of a word in another way. */
const securities = quoted(securitiesWords.replaceAll('\\b', '\\y'))

/** Operations with which a customer does something, whatever the direction. */
const madeOperations = ['cash_deposit', 'purchase', 'redemption']
/** What goes out by itself. */
const automaticOperations = ['fee', 'interest', 'loan_payment']

/** Accounts that count: those in the currency of report, for their first owner. */
const accounts = `
  create temp table evaluation_account on commit drop as
  select a.id, a.customer_id, a.account_no, a.status, a.opened_on
  from account a
  where a.branch_id = $1 and a.currency = (select currency from database_info)`

/**
 * One pass over a year of the branch's movements: what each customer did in 30 and in the 60 days
 * before them; receipts of a business, farming subsidies, fees of schools, and what is dated after the
 * day.
 */
const made = `
  create temp table evaluation_movement on commit drop as
  select x.customer_id, min(x.posted_on) filter (where x.posted_on <= $2::date) as first_on,
    count(*) filter (where x.made and x.posted_on between $2::date - 29 and $2::date) as moves30,
    count(*) filter (where x.made and x.posted_on between $2::date - 89 and $2::date - 30)
      as moves_before,
    count(*) filter (where x.received and x.posted_on between $2::date - 89 and $2::date)
      as receipts,
    max(x.posted_on) filter (where x.received and x.posted_on between $2::date - 89 and $2::date)
      as received_on,
    max(x.posted_on) filter (where x.aided and x.posted_on <= $2::date) as aided_on,
    count(*) filter (where x.schooled and x.posted_on <= $2::date) as fees,
    max(x.posted_on) filter (where x.schooled and x.posted_on <= $2::date) as fees_on,
    count(distinct x.account_id) filter (where x.posted_on > $2::date) as future_accounts
  from (
    select t.account_id, a.customer_id, t.posted_on,
      t.operation in (${listed(madeOperations)})
        or t.direction = 'out' and t.operation not in (${listed(automaticOperations)}) as made,
      t.direction = 'in' and m.purpose = 'business' as received,
      t.direction = 'in' and m.purpose = 'subsidy' as aided,
      t.direction = 'out' and m.purpose = 'education'
        and t.counterparty_name ~ ${quoted(typeWords.parent.school)} as schooled
    from bank_transaction t
    join evaluation_account a on a.id = t.account_id
    cross join lateral (select ${purposeOf('t.purpose')} as purpose) m
    where t.branch_id = $1 and t.posted_on >= $2::date - 364
  ) x
  group by x.customer_id`

/** How far back wages are looked for, days: two missed cycles and four months before them. */
const payrollReach = 186
/** Days up to the last wages whose months count. */
const payrollSpan = 124

/** How this bank is named on payments, as `bankNameOf` in `domain/flow/movement.ts`. */
const ownBank = `
    select coalesce((
      select regexp_replace(${plain('u.name')}, '(总行|总部)$', '')
      from org_unit u where u.parent_id is null order by u.level, u.code limit 1), '') as name`

/**
 * Wages: the last of them and the months in the days up to it, for churn; and of a year, who paid most
 * often, the months with wages since the first, and whether that payer is at another bank.
 */
const payroll = `
  create temp table evaluation_payroll on commit drop as
  with wages as (
    select a.customer_id, t.posted_on, t.counterparty_name as payer, t.counterparty_bank as bank
    from bank_transaction t join evaluation_account a on a.id = t.account_id
    where t.branch_id = $1 and t.direction = 'in'
      and t.posted_on between $2::date - 364 and $2::date
      and ${purposeOf('t.purpose')} = 'salary'
  ),
  last as (
    select customer_id, max(posted_on) as on from wages
    where posted_on > $2::date - ${payrollReach} group by customer_id
  ),
  payers as (
    select customer_id, payer, max(bank) as bank, count(*) as times, max(posted_on) as on
    from wages group by customer_id, payer
  ),
  payer as (
    select distinct on (customer_id) customer_id, payer, bank
    from payers order by customer_id, times desc, "on" desc, payer
  ),
  own as (${ownBank})
  select w.customer_id, l.on as last_on,
    count(distinct date_trunc('month', w.posted_on))
      filter (where w.posted_on > l.on - ${payrollSpan})::integer as months,
    count(distinct date_trunc('month', w.posted_on))::integer as year_months,
    (extract(year from age(date_trunc('month', $2::date), date_trunc('month', min(w.posted_on)))) * 12
      + extract(month from age(date_trunc('month', $2::date), date_trunc('month', min(w.posted_on))))
      + 1)::integer as of_months,
    p.payer,
    p.bank is not null and not (own.name <> '' and starts_with(${plain('p.bank')}, own.name)) as away
  from wages w
  join last l on l.customer_id = w.customer_id
  join payer p on p.customer_id = w.customer_id
  cross join own
  group by w.customer_id, l.on, p.payer, p.bank, own.name`

/** Sales of a year by customer: how many, the last, and per cent of them in the three best months. */
const harvest = `
  create temp table evaluation_harvest on commit drop as
  with sold as (
    select a.customer_id, date_trunc('month', t.posted_on) as month, sum(t.amount_fen) as fen,
      count(*) as sales, max(t.posted_on) as on
    from bank_transaction t join evaluation_account a on a.id = t.account_id
    where t.branch_id = $1 and t.direction = 'in'
      and t.posted_on between $2::date - 364 and $2::date
      and ${purposeOf('t.purpose')} = 'business'
    group by a.customer_id, date_trunc('month', t.posted_on)
  ),
  placed as (
    select *, row_number() over (partition by customer_id order by fen desc, month) as nth from sold
  )
  select customer_id, sum(sales)::integer as sales, max("on") as last_on,
    floor(100 * sum(fen) filter (where nth <= 3) / nullif(sum(fen), 0))::integer as percent
  from placed group by customer_id`

const forms = ['term_deposit', 'product_purchase', 'product_redemption']
const formOperations = ['purchase', 'redemption']
/** Purposes that leave the class of a movement to what the names tell. */
const openPurposes = ['transfer', 'own_transfer']
const openOperations = ['card_payment', 'transfer_in', 'transfer_out', 'other']

/**
 * SQL of `classify` in `domain/flow/classify.ts` as far as it tells money that leaves for own accounts
 * elsewhere or for securities, over the last 30 days; a test compares the two.
 */
const outflow = `
  create temp table evaluation_outflow on commit drop as
  with bank as (${ownBank}
  ),
  moved as (
    select a.customer_id, t.amount_fen, t.operation, ${purposeOf('t.purpose')} as purpose,
      coalesce(${plain('t.counterparty_name')} = ${plain('c.name')}, false) as own,
      case when t.counterparty_bank is null then null
        when b.name <> '' and starts_with(${plain('t.counterparty_bank')}, b.name) then 'own'
        else 'other' end as at_bank,
      coalesce(t.counterparty_account = any(k.numbers), false) as own_account,
      coalesce(${plain('t.counterparty_bank')} ~* ${securities}, false) as bank_told,
      coalesce(${plain('t.counterparty_name')} ~* ${securities}, false) as name_told
    from bank_transaction t
    join evaluation_account a on a.id = t.account_id
    join customer c on c.branch_id = $1 and c.id = a.customer_id
    join (
      select customer_id, array_agg(account_no) as numbers
      from account where branch_id = $1 group by customer_id
    ) k on k.customer_id = a.customer_id
    cross join bank b
    where t.branch_id = $1 and t.direction = 'out'
      and t.posted_on between $2::date - 29 and $2::date
  ),
  formed as (
    select *, purpose in (${listed(forms)}) is true or operation in (${listed(formOperations)})
      as form
    from moved
    where not own_account
  ),
  classed as (
    select customer_id, amount_fen,
      case
        when form then case when at_bank = 'other' then 'securities' end
        when at_bank = 'own' and (own or purpose = 'own_transfer') then null
        when purpose = 'securities' then 'securities'
        when own or purpose = 'own_transfer' then
          case when bank_told then 'securities' when at_bank = 'other' then 'elsewhere' end
        when coalesce(purpose in (${listed(openPurposes)}), true)
          and operation in (${listed(openOperations)}) and (name_told or bank_told)
          then 'securities'
      end as class
    from formed
  )
  select customer_id, coalesce(sum(amount_fen) filter (where class = 'elsewhere'), 0)::bigint
      as elsewhere_fen,
    coalesce(sum(amount_fen) filter (where class = 'securities'), 0)::bigint as securities_fen
  from classed where class is not null group by customer_id`

/** Movements of a branch as the evaluation needs them, as temporary tables with statistics. */
export const movementTables: readonly (readonly [name: string, sql: string])[] = [
  ['evaluation_account', accounts],
  ['evaluation_movement', made],
  ['evaluation_payroll', payroll],
  ['evaluation_harvest', harvest],
  ['evaluation_outflow', outflow],
]
