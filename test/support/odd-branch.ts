import type { Customer } from '#domain/customers/records.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { lastClosedDay } from '#head-office/business-day/due-day.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { openJobPool } from '#head-office/database/job-pool.ts'
import { migrate } from '#head-office/database/migrate.ts'
import { prepareDatabase } from '#head-office/database/prepare.ts'
import { demoPassword, type DemoUser, demoUsers } from '#head-office/demo/fill.ts'
import { collectDemo } from '#head-office/demo/generate.ts'
import { planOrganisation, staffId, unitId } from '#head-office/demo/organisation.ts'
import { demoPasswordCost } from '#head-office/demo/password.ts'
import { type DemoRows, demoTables } from '#head-office/demo/rows.ts'
import { defaultSize } from '#head-office/demo/size.ts'
import { wireRow } from '#head-office/sources/wire-row.ts'
import { setPasswords } from '#head-office/staff/credentials.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'

/** Surname of everybody odd, to find them by. */
export const oddSurname = '欧阳'

/** Customers nobody designs for, by what is odd about them. */
export const odd = {
  long: {
    name: `${oddSurname}${'德'.repeat(56)}终`,
    name_pinyin: `ou yang ${'de '.repeat(30)}zhong`,
    address: `示例县示例镇示例村１２３号${'东侧巷内'.repeat(40)}`,
    employer: '示例农产品收购加工储藏运输销售专业合作社联合社第三分社',
    occupation: '农产品收购加工储藏运输销售一体化经营负责人兼会计',
    email: `${'a.very.long.address.'.repeat(5)}@example.invalid`,
  },
  rare: { name: `${oddSurname}𠮷㛃`, name_pinyin: 'ou yang ji jie' },
  threeNames: {
    name: `${oddSurname}·阿依古丽·买买提江·阿不都热合曼`,
    name_pinyin: 'ou yang a yi gu li mai mai ti jiang',
  },
  noPhone: {
    name: `${oddSurname}无号`,
    name_pinyin: 'ou yang wu hao',
    mobile: null,
    address: null,
    email: null,
    occupation: null,
    employer: null,
    id_expiry: null,
  },
  busy: { name: `${oddSurname}万笔`, name_pinyin: 'ou yang wan bi' },
  noAccount: { name: `${oddSurname}无户`, name_pinyin: 'ou yang wu hu' },
} satisfies Record<string, Partial<Customer>>

/** Transactions of the busy customer within a month. */
export const busyTransactions = 5000

const size = { ...defaultSize, branches: 1, customers: 300, days: 60 }

/** Makes customers of one manager odd; the one without an account comes in addition. */
function withOddities(data: DemoRows, manager: string): DemoRows {
  const book = data.customer_manager.filter(
    (link) => link.staff_id === staffId(manager) && link.role === 'primary' && !link.valid_to,
  )
  const customers = new Map(data.customer.map((customer) => [customer.id, customer]))
  const owners = new Set(data.account.map(({ customer_id: owner }) => owner))
  const changed = book
    .map((link) => customers.get(link.customer_id))
    .filter((customer) => customer !== undefined && owners.has(customer.id))
    .slice(0, 5)
  const { noAccount, ...others } = odd
  Object.values(others).forEach((own, index) => {
    const customer = changed[index]
    if (customer) Object.assign(customer, { ...own, name_initials: 'oy' })
  })
  const sample = changed[0]
  const link = book[0]
  const busy = changed[4]
  const account = data.account.find(({ customer_id: owner }) => owner === busy?.id)
  const booked = data.bank_transaction.find(({ account_id: id }) => id === account?.id)
  if (!sample || !link || !account || !booked) throw new Error('the branch is too small')
  const id = nameBasedId('odd', 'customer', noAccount.name)
  data.customer.push({
    ...sample,
    ...noAccount,
    id,
    customer_no: '990000000001',
    name_initials: 'oywh',
  })
  data.customer_manager.push({
    ...link,
    id: nameBasedId('odd', 'link', noAccount.name),
    customer_id: id,
  })
  for (let n = 0; n < busyTransactions; n++) {
    data.bank_transaction.push({
      ...booked,
      txn_no: `ODD${String(n).padStart(8, '0')}`,
      counterparty_name: `示例商户${'长'.repeat(n % 40)}`,
    })
  }
  return data
}

/** A small demo bank in which one customer manager's book holds everybody {@link odd}. */
export async function fillOddBranch(
  databaseUrl: string,
): Promise<{ users: readonly DemoUser[]; manager: DemoUser }> {
  const users = demoUsers(size)
  const manager = users.find(({ role }) => role === 'customer_manager')
  if (!manager) throw new Error('nobody is customer manager')
  const pool = openJobPool(databaseUrl)
  try {
    await migrate(pool)
    const now = systemClock.now()
    const businessDate = lastClosedDay(now)
    await prepareDatabase(
      pool,
      { currency: 'CNY', demo: true, businessDate, calendar: 'running' },
      now,
    )
    const data = withOddities(collectDemo(businessDate, size), manager.staffNo)
    await inTransaction(pool, 'write', async (client) => {
      for (const name of demoTables) {
        const table = tableNamed(name)
        await stageRows(
          client,
          name,
          (data[name] as readonly object[]).map((record) => wireRow(table, record)),
        )
      }
      await setPasswords(
        client,
        planOrganisation(size).people.map(({ no, unitCode, id }) => ({
          staffId: id,
          staffNo: no,
          branchId: unitId(unitCode),
          password: demoPassword,
        })),
        demoPasswordCost,
      )
      await mergeStaged(client)
    })
    await openBusinessDay(pool, businessDate, { loaded: true, assignTiers: true })
    return { users, manager }
  } finally {
    await pool.end()
  }
}
