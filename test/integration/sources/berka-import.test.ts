import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { berkaId, outletId } from '#head-office/sources/berka/world.ts'
import type { ImportReport } from '#head-office/sources/report.ts'
import {
  contentOf,
  copySource,
  importBerka,
  scopeVersions,
  type SourceCopy,
} from '#test/support/berka.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
let source: SourceCopy
let first: ImportReport

beforeAll(async () => {
  source = await copySource()
  pool = openPool(database.url)
  first = await importBerka(database.url, source.folder, source.outFolder)
})

afterAll(async () => {
  await pool.end()
  await source.remove()
})

const rowsOf = async (sql: string, values: unknown[] = []): Promise<unknown[]> =>
  (await pool.query<Record<string, unknown>>(sql, values)).rows

describe('the first import', () => {
  test('accounts for every row of every file', () => {
    const figures = first.files.map(({ file, read, accepted, inserted, unchanged, setAside }) => [
      file,
      read,
      accepted,
      inserted,
      unchanged,
      setAside,
    ])
    expect(figures).toEqual([
      ['district.asc', 3, 3, 3, 0, 0],
      ['client.asc', 6, 6, 6, 0, 0],
      ['account.asc', 4, 4, 4, 0, 0],
      ['disp.asc', 6, 6, 6, 0, 0],
      ['order.asc', 5, 5, 5, 0, 0],
      ['loan.asc', 4, 4, 4, 0, 0],
      ['card.asc', 3, 3, 3, 0, 0],
      ['trans-czech.asc', 15, 15, 15, 0, 0],
      ['trans-english.en.csv', 12, 12, 12, 0, 0],
      ['trans-derived.csv', 27, 27, 0, 27, 0],
    ])
    expect(first.files.at(-1)?.repeated).toBe(27)
    expect(first.notRecognised.map((path) => path.split('/').at(-1))).toEqual(['README.md'])
    expect(first.files[0]?.columnsNotUsed).toContain('A12')
  })

  test('builds the organisation from districts and regions', async () => {
    expect(
      await rowsOf('select level, count(*)::int as n from org_unit group by level order by level'),
    ).toEqual([
      { level: 1, n: 1 },
      { level: 3, n: 2 },
      { level: 5, n: 3 },
    ])
  })

  test('reads sex and birth date from one number, makes names up and says so', async () => {
    const [customer] = await rowsOf(
      `select sex, to_char(birth_date, 'YYYY-MM-DD') as born, name_origin, name, name_pinyin,
              name_initials, branch_id::text, address
       from customer where customer_no = '9001'`,
    )
    expect(customer).toMatchObject({
      sex: 'F',
      born: '1960-05-12',
      name_origin: 'made_up',
      branch_id: outletId('1'),
      address: 'Horni Lhota, upper sample',
    })
    const { name, name_pinyin, name_initials } = customer as Record<string, string>
    expect(name_pinyin).toBe(name?.toLowerCase())
    expect(name_initials).toMatch(/^[a-z]{2}$/)
  })

  test('gives who may use an account the branch of the account, and a relation to its owner', async () => {
    // Client 9005 lives in district 3, like the account; 9004 owns it.
    expect(
      await rowsOf(
        `select from_customer_id::text as owner, to_customer_id::text as other, branch_id::text
         from relation where kind = 'authorised_user' order by owner`,
      ),
    ).toEqual(
      [
        {
          owner: berkaId('client', '9001'),
          other: berkaId('client', '9002'),
          branch_id: outletId('1'),
        },
        {
          owner: berkaId('client', '9004'),
          other: berkaId('client', '9005'),
          branch_id: outletId('3'),
        },
      ].sort((a, b) => (a.owner < b.owner ? -1 : 1)),
    )
  })

  test('reads both code languages alike', async () => {
    expect(
      await rowsOf(
        `select txn_no, direction, operation, purpose, counterparty_account as other
         from bank_transaction where txn_no in ('100004','100006','100007','100010','200003','200004','200005','200010')
         order by txn_no`,
      ),
    ).toEqual([
      {
        txn_no: '100004',
        direction: 'in',
        operation: 'transfer_in',
        purpose: 'pension',
        other: null,
      },
      {
        txn_no: '100006',
        direction: 'in',
        operation: 'interest',
        purpose: 'interest',
        other: null,
      },
      {
        txn_no: '100007',
        direction: 'out',
        operation: 'cash_withdrawal',
        purpose: null,
        other: null,
      },
      {
        txn_no: '100010',
        direction: 'out',
        operation: 'transfer_out',
        purpose: null,
        other: '50000102',
      },
      {
        txn_no: '200003',
        direction: 'in',
        operation: 'interest',
        purpose: 'interest',
        other: null,
      },
      {
        txn_no: '200004',
        direction: 'out',
        operation: 'transfer_out',
        purpose: 'insurance',
        other: '50000104',
      },
      {
        txn_no: '200005',
        direction: 'out',
        operation: 'cash_withdrawal',
        purpose: null,
        other: null,
      },
      { txn_no: '200010', direction: 'in', operation: 'cash_deposit', purpose: null, other: null },
    ])
  })

  test('closes days by their balance, whatever the order of lines', async () => {
    const balances = await rowsOf(
      `select to_char(changed_on, 'YYYY-MM-DD') as day, balance_fen::int as fen, running_sum::int as sum
       from balance_change where position_id = $1 order by changed_on limit 3`,
      [berkaId('account', '8001')],
    )
    expect(balances).toEqual([
      { day: '1993-01-04', fen: 100_000, sum: 0 },
      { day: '1993-02-05', fen: 275_000, sum: 3_200_000 },
      { day: '1993-02-28', fen: 276_040, sum: 9_525_000 },
    ])
    expect(first.findings).toMatchObject([
      { name: 'closing-balances', passed: true, figures: { within: 24, accountDays: 24 } },
    ])
  })

  test('knows what is owed of repaid loans only', async () => {
    expect(
      await rowsOf('select contract_no, status, balance_fen from loan order by contract_no'),
    ).toEqual([
      { contract_no: '5001', status: 'repaid', balance_fen: '0' },
      { contract_no: '5002', status: 'written_off', balance_fen: null },
      { contract_no: '5003', status: 'performing', balance_fen: null },
      { contract_no: '5004', status: 'overdue', balance_fen: null },
    ])
  })

  test('fills a demo database of its own currency and date, with staff and summaries', async () => {
    expect(
      await rowsOf(
        `select currency, demo, to_char(business_date, 'YYYY-MM-DD') as day from database_info`,
      ),
    ).toEqual([{ currency: 'CZK', demo: true, day: '1998-12-31' }])
    expect(
      await rowsOf(
        `select count(*)::int as staff,
                (select count(*)::int from staff_credential) as credentials,
                (select count(*)::int from customer_manager) as managed,
                (select sum(aum_fen)::int from customer_summary) as aum,
                (select count(*)::int from parameter where key = 'tier.floors' and version > 0) as floors
         from staff`,
      ),
    ).toEqual([
      {
        staff: 21,
        credentials: 21,
        managed: 6,
        aum: 442_070 + 1_051_330 + 900_000 - 11_510,
        floors: 1,
      },
    ])
  })

  test('enters the source and the run', async () => {
    expect(
      await rowsOf(
        `select s.system, s.trust_rank, r.state, (r.report::json -> 'files' -> 0 ->> 'read') as districts
         from import_run r join source s on s.id = r.source_id`,
      ),
    ).toEqual([{ system: 'berka', trust_rank: 10, state: 'done', districts: '3' }])
  })
})

describe('the same import again', () => {
  test('changes nothing and says so', async () => {
    const content = await contentOf(pool)
    const versions = await scopeVersions(pool)
    const again = await importBerka(database.url, source.folder, source.outFolder)
    for (const file of again.files) {
      expect(file).toMatchObject({ unchanged: file.read, inserted: 0, updated: 0, setAside: 0 })
    }
    expect(again.tables.every(({ inserted, updated }) => inserted + updated === 0)).toBe(true)
    expect(await contentOf(pool)).toEqual(content)
    expect(await scopeVersions(pool)).toEqual(versions)
  })

  test('keeps what the bank has made of the data since', async () => {
    await pool.query(`update customer set mobile = '15400000000' where customer_no = '9003'`)
    await pool.query(`update customer_manager set valid_to = '1998-12-01' where customer_id = $1`, [
      berkaId('client', '9003'),
    ])
    await importBerka(database.url, source.folder, source.outFolder)
    expect(
      await rowsOf(
        `select c.mobile, to_char(m.valid_to, 'YYYY-MM-DD') as until
         from customer c join customer_manager m on m.customer_id = c.id where customer_no = '9003'`,
      ),
    ).toEqual([{ mobile: '15400000000', until: '1998-12-01' }])
  })
})
