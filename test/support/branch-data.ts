import type pg from 'pg'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import type { Customer } from '#domain/customers/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { Task } from '#domain/workbench/task.ts'
import { prepareDatabase } from '#head-office/database/prepare.ts'
import { setPasswords } from '#head-office/staff/credentials.ts'
import { type LoadCounts, mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'

/** The same id for the same name in every test. */
export const idOf = (kind: string, name: string) => nameBasedId('test', kind, name)

/** Day all test databases stand at. */
export const testDay = '2026-11-20'

/** Password of every test person. */
export const testPassword = 'Correct-horse-7'

/** scrypt cost of test passwords: low, because tests log in often. */
const cheap = 2 ** 10

/** A record of a synced table, by column name. */
export type TestRecord = Record<string, string | number | boolean | null>

/** Wire values of a record in column order; throws where a column is missing. */
export function wireRow(tableName: TableName, record: object): WireValue[] {
  const fields = new Map<string, unknown>(Object.entries(record))
  return tableNamed(tableName).columns.map(({ name }) => {
    const value = fields.get(name)
    if (value === undefined) throw new Error(`${tableName}.${name} is missing`)
    return typeof value === 'boolean' ? Number(value) : (value as WireValue)
  })
}

/** Fields of a record without its branch, as a writer of that branch takes them. */
export function withoutBranch(record: object): TestRecord {
  return Object.fromEntries(
    Object.entries(record as TestRecord).filter(([name]) => name !== 'branch_id'),
  )
}

/** Loads records of several tables in one transaction, as an import does. */
export async function loadRecords(
  pool: pg.Pool,
  records: Partial<Record<TableName, readonly object[]>>,
): Promise<Map<TableName, LoadCounts>> {
  return inTransaction(pool, 'write', async (client) => {
    for (const [name, rows] of Object.entries(records)) {
      const table = name as TableName
      await stageRows(
        client,
        table,
        rows.map((row) => wireRow(table, row)),
      )
    }
    return mergeStaged(client)
  })
}

const unit = (code: string, name: string, level: number, parent: string | null) => ({
  id: idOf('unit', code),
  code,
  name,
  level,
  parent_id: parent === null ? null : idOf('unit', parent),
  valid_from: '2000-01-01',
  valid_to: null,
})

/** 总行 → 一级分行 → 二级分行 → 支行 → two 网点, `branchA` and `branchB`. */
export const units = [
  unit('HQ', '测试银行总行', 1, null),
  unit('P1', '测试省分行', 2, 'HQ'),
  unit('C1', '测试市分行', 3, 'P1'),
  unit('S1', '测试支行', 4, 'C1'),
  unit('A', '东门网点', 5, 'S1'),
  unit('B', '西门网点', 5, 'S1'),
]
export const branchA = idOf('unit', 'A')
export const branchB = idOf('unit', 'B')

/** A person of the test bank. */
export interface TestStaff {
  id: string
  staffNo: string
  name: string
  branchId: string
  roles: { role: Role; unitId: string }[]
}

/** A person with one role over one unit of the test bank. */
export const person = (staffNo: string, name: string, unitCode: string, role: Role): TestStaff => ({
  id: idOf('staff', staffNo),
  staffNo,
  name,
  branchId: idOf('unit', unitCode),
  roles: [{ role, unitId: idOf('unit', unitCode) }],
})

/** One person a role; `li` and `wang` are customer managers of branch A. */
export const people = {
  li: person('1001', '李明', 'A', 'customer_manager'),
  wang: person('1002', '王芳', 'A', 'customer_manager'),
  zhao: person('1003', '赵强', 'A', 'branch_head'),
  teller: person('1004', '钱敏', 'A', 'teller'),
  other: person('2001', '孙磊', 'B', 'customer_manager'),
  line: person('3001', '周静', 'S1', 'line_manager'),
  secondLine: person('3002', '何平', 'S1', 'line_manager'),
  admin: person('9001', '吴刚', 'HQ', 'system_admin'),
}

/** A customer with believable, invented values. */
export function aCustomer(name: string, over: Partial<Customer> = {}): Customer {
  return {
    branch_id: branchA,
    id: idOf('customer', name),
    customer_no: `C${idOf('customer', name).slice(0, 8)}`,
    name,
    name_pinyin: 'ceshi',
    name_initials: 'cs',
    name_origin: 'source',
    sex: 'F',
    birth_date: '1980-02-29',
    nationality: '中国',
    occupation: '教师',
    address: '测试市东门路1号',
    mobile: '19900000001',
    id_type: '居民身份证',
    id_no: '999999198002290028',
    id_expiry: '2030-01-01',
    email: null,
    employer: null,
    industry: null,
    opening_branch_id: branchA,
    customer_since: '2010-05-01',
    is_staff: false,
    do_not_contact: false,
    tier: 'standard',
    tier_state: 'normal',
    deceased_on: null,
    ...over,
  }
}

/** Who looks after a customer from 2020 on. */
export function aManager(customerId: string, staffId: string, over: TestRecord = {}) {
  return {
    branch_id: branchA,
    id: idOf('manager', `${customerId}/${staffId}`),
    customer_id: customerId,
    staff_id: staffId,
    role: 'primary',
    valid_from: '2020-01-01',
    valid_to: null,
    ...over,
  }
}

/** An open task of a customer. */
export function aTask(name: string, customerId: string, staffId: string, over = {}): Task {
  return {
    branch_id: branchA,
    id: idOf('task', name),
    customer_id: customerId,
    staff_id: staffId,
    kind: 'birthday',
    priority: 50,
    due_on: '2026-11-25',
    amount_fen: null,
    evidence: '{"birthday":"11-25"}',
    rule_version: 'birthday-1',
    state: 'open',
    created_at: 1_795_000_000_123,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
    ...over,
  }
}

/** Staff with their roles and passwords, as an import brings them. */
export async function joinStaff(pool: pg.Pool, staff: readonly TestStaff[]): Promise<void> {
  await loadRecords(pool, {
    staff: staff.map(({ branchId, id, staffNo, name }) => ({
      branch_id: branchId,
      id,
      staff_no: staffNo,
      name,
      post: '测试岗',
      active: true,
    })),
    staff_role: staff.flatMap(({ branchId, id, roles }) =>
      roles.map(({ role, unitId }) => ({
        branch_id: branchId,
        staff_id: id,
        role,
        org_unit_id: unitId,
      })),
    ),
  })
  await setPasswords(
    pool,
    staff.map(({ id, staffNo, branchId }) => ({
      staffId: id,
      staffNo,
      branchId,
      password: testPassword,
    })),
    cheap,
  )
}

/** Migrates and describes a database; organisation, staff and passwords go in. */
export async function fillOrganisation(pool: pg.Pool): Promise<void> {
  await prepareDatabase(pool, { currency: 'CNY', demo: true, businessDate: testDay }, Date.now())
  await loadRecords(pool, { org_unit: units })
  await joinStaff(pool, Object.values(people))
}
