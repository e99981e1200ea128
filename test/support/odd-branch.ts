import { tableNamed } from '#contract/sync/rows/tables.ts'
import { lastClosedDay } from '#head-office/business-day/due-day.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { openJobPool } from '#head-office/database/job-pool.ts'
import { migrate } from '#head-office/database/migrate.ts'
import { prepareDatabase } from '#head-office/database/prepare.ts'
import { demoPassword, type DemoUser, demoUsers } from '#head-office/demo/fill.ts'
import { collectDemo } from '#head-office/demo/generate.ts'
import { planOrganisation, staffId, unitId } from '#head-office/demo/organisation.ts'
import { type DemoRows, demoTables } from '#head-office/demo/rows.ts'
import { defaultSize } from '#head-office/demo/size.ts'
import { wireRow } from '#head-office/sources/wire-row.ts'
import { setPasswords } from '#head-office/staff/credentials.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { demoCost } from '#platform/crypto/password.ts'
import { busyTransactions, odd } from '#tools/screenshots/odd-names.ts'

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
        demoCost,
      )
      await mergeStaged(client)
    })
    await openBusinessDay(pool, businessDate, { loaded: true, assignTiers: true })
    return { users, manager }
  } finally {
    await pool.end()
  }
}
