import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { demoPassword, type DemoProgress, type DemoUser } from '#head-office/demo/fill.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { ClosingList } from './closing-list.ts'
import type { DatabaseServer } from './database.ts'
import { StartFailure } from './failure.ts'
import { defaultSize, type DemoSize } from '#head-office/demo/size.ts'
import { type AskedSize, chooseSize, rememberedSize, rememberSize, sizeWords } from './demo-size.ts'
import type { FillMessage, FillOrder } from './fill-worker.ts'
import { formatTable } from './table.ts'

export type { DemoUser }

const roleNames: Record<Role, string> = {
  teller: '柜员 Teller',
  lobby_manager: '大堂经理 Lobby manager',
  customer_manager: '客户经理 Customer manager',
  operations_supervisor: '运营主管 Operations supervisor',
  branch_head: '网点主任 Branch head',
  line_manager: '条线管理岗 Line manager',
  risk_officer: '风险岗 Risk officer',
  system_admin: '系统管理员 System administrator',
  security_admin: '安全管理员 Security administrator',
  audit_admin: '审计管理员 Audit administrator',
}

const stepNames: Record<DemoProgress['step'], string> = {
  prepare: '准备数据库 · preparing the database',
  load: '生成并写入演示数据 · generating demo data',
  merge: '合并 · merging',
  summarise: '汇总 · summarising',
  done: '',
}

/** Users, passwords, roles and units as a table, with what each finds where that is known. */
export function userTable(
  users: readonly DemoUser[],
  finds: ReadonlyMap<string, string> = new Map(),
): string {
  return formatTable(
    ['工号 Staff no.', '密码 Password', '姓名 Name', '岗位 Role', '机构 Unit', '看到 Finds'],
    users.map(({ staffNo, password, name, role, branchName }) => [
      staffNo,
      password,
      name,
      roleNames[role],
      branchName,
      finds.get(staffNo) ?? '',
    ]),
  )
}

/** Most people of one role and branch that are printed. */
const mostOfRole = 3

/**
 * Users worth printing: a few of each role, of all branches or, where they are many, of some; whoever works
 * above the branches always.
 */
export function printedUsers(users: readonly DemoUser[], branchIds: readonly string[]): DemoUser[] {
  const printed: DemoUser[] = []
  for (const user of users) {
    const alike = printed.filter(
      ({ role, branchId }) => role === user.role && branchId === user.branchId,
    )
    if (alike.length < mostOfRole) printed.push(user)
  }
  if (printed.length <= 30) return printed
  const outlets = branchesOf(users).map(({ id }) => id)
  return printed.filter(
    ({ branchId }) => branchIds.includes(branchId) || !outlets.includes(branchId),
  )
}

/** A branch that terminals can stand in. */
export interface DemoBranch {
  id: string
  name: string
}

const branchRoles: readonly Role[] = ['teller', 'lobby_manager', 'customer_manager', 'branch_head']

/** The branches where users work at a counter or with customers, in the users' order. */
export function branchesOf(users: readonly DemoUser[]): DemoBranch[] {
  const branches = new Map<string, DemoBranch>()
  for (const { role, branchId, branchName } of users) {
    if (branchRoles.includes(role)) branches.set(branchId, { id: branchId, name: branchName })
  }
  return [...branches.values()]
}

/** Turns the filling's progress into few lines: each step once, loading by quarters, its speed. */
export function progressLines(say: (line: string) => void): (progress: DemoProgress) => void {
  let last = ''
  let began: number | null = null
  return ({ step, done, total, rows }) => {
    began ??= step === 'load' ? performance.now() : null
    if (step === 'done' && rows > 0 && began !== null) {
      const seconds = (performance.now() - began) / 1000
      const [count, speed] = [rows, rows / seconds].map((n) =>
        Math.round(n).toLocaleString('en-US'),
      )
      say(`  ${count} 行，每秒 ${speed} 行 · ${count} rows, ${speed} rows/s`)
    }
    const quarter = total > 0 ? Math.floor((4 * done) / total) * 25 : null
    const line = `  ${stepNames[step]}${quarter === null ? '' : ` ${quarter} %`}`
    if (line !== last && stepNames[step] !== '') say(line)
    last = line
  }
}

/** Whether a database holds customers without being marked as demo. */
async function isReal(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ real: boolean }>(
      `select not (select demo from database_info)
          and exists (select from customer_directory) as real`,
    )
    return rows[0]?.real === true
  } catch (error) {
    if (isUndefinedTable(error)) return false
    throw error
  } finally {
    await client.end()
  }
}

/** 42P01: a database without our tables holds no data of ours. */
function isUndefinedTable(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === '42P01'
}

/** Who may log in at the branches with the most customers, where imported data is marked as demo. */
export async function importedUsers(databaseUrl: string): Promise<DemoUser[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Omit<DemoUser, 'password'>>(
      `with busiest as (
         select branch_id, count(*) as customers from customer
         group by branch_id order by customers desc, branch_id limit 9
       )
       select s.staff_no as "staffNo", s.name, r.role, s.branch_id::text as "branchId",
              o.name as "branchName"
       from busiest b
       join staff s on s.branch_id = b.branch_id
       join staff_role r on r.branch_id = s.branch_id and r.staff_id = s.id
       join org_unit o on o.id = s.branch_id
       where s.active and (select demo from database_info)
       order by b.customers desc, b.branch_id, s.staff_no`,
    )
    return rows.map((row) => ({ ...row, password: demoPassword }))
  } catch (error) {
    if (isUndefinedTable(error)) return []
    throw error
  } finally {
    await client.end()
  }
}

/** Whether a database holds customers. */
async function isFilled(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ filled: boolean }>(
      'select exists (select from customer) as filled',
    )
    return rows[0]?.filled === true
  } catch (error) {
    if (isUndefinedTable(error)) return false
    throw error
  } finally {
    await client.end()
  }
}

/** Fills the demo's database in a thread; one that is filled answers at once. */
async function fill(
  order: FillOrder,
  owned: ClosingList,
  onProgress: (progress: DemoProgress) => void,
): Promise<DemoUser[]> {
  const worker = new Worker(new URL('./fill-worker.ts', import.meta.url), {
    workerData: order,
  })
  await owned.own(async () => void (await worker.terminate()))
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FillMessage) => {
      if ('users' in message) resolve(message.users)
      else onProgress(message.progress)
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the filling thread ended with ${code}`)))
  })
}

/** Tests of the start itself do with a branch of a few hundred customers. */
function usualSize(): DemoSize {
  const small = process.env['OCRM_DEMO_SIZE'] === 'small'
  return small ? { ...defaultSize, customers: 350 } : defaultSize
}

/** Fills the demo, or opens it as it is; says how large it is. */
async function ensureDemo(
  databaseUrl: string,
  database: string,
  asked: AskedSize,
  owned: ClosingList,
  say: (line: string) => void,
): Promise<DemoUser[]> {
  const filled = await isFilled(databaseUrl)
  const remembered = rememberedSize(database)
  const size = chooseSize(asked, remembered, filled, usualSize())
  if (!filled) rememberSize(database, size)
  if (!filled || remembered) say(`  ${sizeWords(size)}`)
  return fill({ databaseUrl, size }, owned, progressLines(say))
}

/**
 * The users of a database that demo terminals may open: of the demo, which is filled on first use in
 * the size that was asked for, or of imported data. Throws `databaseMissing` where nothing was
 * imported, `sizeDiffers` where the demo has another size.
 */
export async function ensureUsers(
  server: DatabaseServer,
  profile: string,
  database: string,
  asked: AskedSize,
  owned: ClosingList,
  say: (line: string) => void,
): Promise<DemoUser[]> {
  if (profile === 'demo') {
    const made = await server.createDatabase(database)
    if (!made && (await isReal(server.url(database)))) {
      throw new StartFailure('notDemo', { database })
    }
    return ensureDemo(server.url(database), database, asked, owned, say)
  }
  const present = await server.hasDatabase(database)
  const users = present ? await importedUsers(server.url(database)) : []
  if (users.length === 0) throw new StartFailure('databaseMissing', { database })
  return users
}
