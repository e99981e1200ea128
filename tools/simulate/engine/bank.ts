import type pg from 'pg'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { prepareDatabase } from '#head-office/database/prepare.ts'
import { wireRow } from '#head-office/sources/wire-row.ts'
import { setPasswords } from '#head-office/staff/credentials.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { beginning } from './schedule.ts'

/** The same id for the same name in every schedule. */
export const idOf = (kind: string, name: string): string => nameBasedId('simulation', kind, name)

/** A member of staff, who has one role over one unit. */
export interface Person {
  id: string
  staffNo: string
  name: string
  branchId: string
  role: Role
  unitId: string
}

/** Everybody's password. */
export const password = 'Correct-horse-7'

/** Business day on which every schedule begins. */
export const firstDay = '2026-11-19'

/** scrypt cost of the passwords: low, because people log in again and again. */
const cheap = 2 ** 10

/** 总行 → 支行 → two 网点. */
const units = [
  { code: 'HQ', name: '模拟银行总行', level: 1, parent: null },
  { code: 'S', name: '模拟支行', level: 4, parent: 'HQ' },
  { code: 'A', name: '东门网点', level: 5, parent: 'S' },
  { code: 'B', name: '西门网点', level: 5, parent: 'S' },
]

/** The two branches. */
export const branchA = idOf('unit', 'A')
export const branchB = idOf('unit', 'B')

const person = (staffNo: string, name: string, unit: string, role: Role): Person => ({
  id: idOf('staff', staffNo),
  staffNo,
  name,
  branchId: idOf('unit', unit),
  role,
  unitId: idOf('unit', unit),
})

/** Who works there; `line` may act in both branches. */
export const people = {
  li: person('1001', '李明', 'A', 'customer_manager'),
  wang: person('1002', '王芳', 'A', 'customer_manager'),
  sun: person('2001', '孙磊', 'B', 'customer_manager'),
  line: person('3001', '周静', 'S', 'line_manager'),
}

interface Client {
  name: string
  id: string
  branchId: string
}

const client = (name: string, branchId: string): Client => ({
  name,
  id: idOf('customer', name),
  branchId,
})

/** Customers: two of each branch never move, the others do. */
const settled = [
  client('甲一', branchA),
  client('甲二', branchA),
  client('乙一', branchB),
  client('乙二', branchB),
]

/** Customers that move between the branches. */
export const movers = [client('甲三', branchA), client('甲四', branchA), client('乙三', branchB)]

const clients = [...settled, ...movers]

/** Customers that never move: they change together, in one version, and must be seen together. */
export const anchors: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [branchA, branchB].map((branchId) => [
    branchId,
    settled.filter((own) => own.branchId === branchId).map(({ id }) => id),
  ]),
)

/** Whom a branch gives a customer to. */
export const managerOf = (branchId: string): Person =>
  branchId === branchA ? people.li : people.sun

type Fields = Record<string, WireValue>

function customer({ id, name, branchId }: Client): Fields {
  return {
    branch_id: branchId,
    id,
    customer_no: `C${id.slice(0, 8)}`,
    name,
    name_pinyin: 'moni',
    name_initials: 'mn',
    name_origin: 'source',
    sex: 'F',
    birth_date: '1980-02-29',
    nationality: '中国',
    occupation: '教师',
    address: '模拟市东门路1号',
    mobile: '19900000001',
    id_type: '居民身份证',
    id_no: '999999198002290028',
    id_expiry: '2030-01-01',
    email: null,
    employer: null,
    industry: null,
    opening_branch_id: branchId,
    customer_since: '2010-05-01',
    is_staff: 0,
    do_not_contact: 0,
    tier: 'standard',
    tier_state: 'normal',
    deceased_on: null,
  }
}

/** An allocation of a customer to a person, but for its branch. */
export function allocation(customerId: string, staff: Person, role: string) {
  return {
    id: idOf('manager', `${customerId}/${staff.id}`),
    customer_id: customerId,
    staff_id: staff.id,
    role,
    valid_from: '2020-01-01',
    valid_to: null,
  }
}

function task({ id, branchId }: Client, staff: Person, number: number): Fields {
  return {
    branch_id: branchId,
    id: idOf('task', `${id}/${number}`),
    customer_id: id,
    staff_id: staff.id,
    kind: 'birthday',
    priority: 50,
    due_on: '2026-11-25',
    amount_fen: null,
    evidence: '{"birthday":"11-25"}',
    rule_version: 'birthday-1',
    state: 'open',
    created_at: beginning - 86_400_000,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
  }
}

const staff = Object.values(people)

function records(): Partial<Record<TableName, Fields[]>> {
  return {
    org_unit: units.map(({ code, name, level, parent }) => ({
      id: idOf('unit', code),
      code,
      name,
      level,
      parent_id: parent === null ? null : idOf('unit', parent),
      valid_from: '2000-01-01',
      valid_to: null,
    })),
    staff: staff.map(({ branchId, id, staffNo, name }) => ({
      branch_id: branchId,
      id,
      staff_no: staffNo,
      name,
      post: '模拟岗',
      active: 1,
    })),
    // Everybody stands in at the counter as well.
    staff_role: staff.flatMap(({ branchId, id, role, unitId }) =>
      [role, 'teller'].map((own) => ({
        branch_id: branchId,
        staff_id: id,
        role: own,
        org_unit_id: unitId,
      })),
    ),
    customer: clients.map(customer),
    customer_manager: clients.flatMap(({ id, branchId }) => [
      { branch_id: branchId, ...allocation(id, managerOf(branchId), 'primary') },
      ...(branchId === branchA
        ? [{ branch_id: branchId, ...allocation(id, people.wang, 'co') }]
        : []),
    ]),
    task: clients.flatMap((own) =>
      [1, 2].map((number) => task(own, managerOf(own.branchId), number)),
    ),
  }
}

/** Fills an empty database with a bank of two branches, on its first day. */
export async function fillBank(pool: pg.Pool): Promise<void> {
  const description = { currency: 'CNY', demo: true, businessDate: firstDay }
  await prepareDatabase(pool, description, beginning)
  await inTransaction(pool, 'write', async (connection) => {
    for (const [name, rows] of Object.entries(records())) {
      const table = name as TableName
      await stageRows(
        connection,
        table,
        rows.map((row) => wireRow(tableNamed(table), row)),
      )
    }
    await mergeStaged(connection)
  })
  const credentials = staff.map(({ id, staffNo, branchId }) => ({
    staffId: id,
    staffNo,
    branchId,
    password,
  }))
  await setPasswords(pool, credentials, cheap)
  await openBusinessDay(pool, firstDay, { loaded: true })
}
