import type { Client } from 'pg'
import { busyTransactions, odd } from './odd-names.ts'

/** Columns of a customer that are stored, not computed. */
const columns = `branch_id, id, customer_no, name, name_pinyin, name_initials, name_origin, sex,
  birth_date, nationality, occupation, address, mobile, id_type, id_no, id_expiry, email, employer,
  industry, opening_branch_id, customer_since, is_staff, do_not_contact, tier, tier_state, ver, rev`

async function change(client: Client, id: string, own: Record<string, unknown>): Promise<void> {
  const fields = Object.keys(own)
  await client.query(
    `update customer set ${fields.map((name, index) => `${name} = $${index + 2}`).join(', ')}
     where id = $1`,
    [id, ...Object.values(own)],
  )
}

/**
 * Makes customers of a person's book odd, before any terminal has them: very long names, rare
 * characters, three names, no phone, thousands of transactions a month, and one without an account.
 */
export async function makeOddPeople(client: Client, staffNo: string): Promise<void> {
  const { noAccount, ...others } = odd
  const { rows } = await client.query<{ customer_id: string }>(
    `select m.customer_id from customer_manager m
     join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
     join customer_summary y on y.branch_id = m.branch_id and y.customer_id = m.customer_id
     where s.staff_no = $1 and m.role = 'primary' and m.valid_to is null
     order by y.aum_fen desc limit $2`,
    [staffNo, Object.keys(others).length],
  )
  const ids = rows.map((row) => row.customer_id)
  const busy = ids[Object.keys(others).indexOf('busy')]
  await client.query(
    `with booked as (
       select t.* from bank_transaction t
       join account a on a.branch_id = t.branch_id and a.id = t.account_id
       where a.customer_id = $1 order by t.posted_on desc limit 1)
     insert into bank_transaction (branch_id, txn_no, account_id, posted_on, posted_at, direction,
       amount_fen, balance_fen, operation, purpose, channel, counterparty_name, counterparty_bank,
       counterparty_account, ver, rev)
     select branch_id, 'ODD' || lpad(n::text, 8, '0'), account_id, posted_on, posted_at, direction,
       amount_fen, balance_fen, operation, purpose, channel,
       '示例商户' || repeat('长', n % 40), counterparty_bank, counterparty_account, ver, rev
     from booked, generate_series(1, $2::integer) n`,
    [busy, busyTransactions],
  )
  const added = {
    ...noAccount,
    id: 'a11ce000-0000-4000-8000-000000000001',
    customer_no: '990000000001',
    name_initials: 'oywh',
    id_no: null,
  }
  await client.query(
    `insert into customer (${columns}) select ${columns} from (
       select (jsonb_populate_record(c, $2::jsonb)).* from customer c where c.id = $1) as odd`,
    [ids[0], JSON.stringify(added)],
  )
  await client.query(
    `insert into customer_manager (branch_id, id, customer_id, staff_id, role, valid_from, valid_to, ver, rev)
     select branch_id, $2::uuid, $2::uuid, staff_id, role, valid_from, valid_to, ver, rev
     from customer_manager where customer_id = $1 and role = 'primary' and valid_to is null limit 1`,
    [ids[0], added.id],
  )
  for (const [index, own] of Object.values(others).entries()) {
    await change(client, ids[index] ?? '', { ...own, name_initials: 'oy' })
  }
}
