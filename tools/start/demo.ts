import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { demoPassword, type DemoProgress, type DemoUser } from '#head-office/demo/fill.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { ClosingList } from './closing-list.ts'
import type { DatabaseServer } from './database.ts'
import { StartFailure } from './failure.ts'
import type { FillMessage } from './fill-worker.ts'
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
  generate: '生成演示数据 · generating demo data',
  load: '写入 · loading',
  summarise: '汇总 · summarising',
  done: '',
}

/** Users, passwords, roles and units as a table. */
export function userTable(users: readonly DemoUser[]): string {
  return formatTable(
    ['工号 Staff no.', '密码 Password', '姓名 Name', '岗位 Role', '机构 Unit'],
    users.map(({ staffNo, password, name, role, branchName }) => [
      staffNo,
      password,
      name,
      roleNames[role],
      branchName,
    ]),
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

/** Turns the filling's progress into few lines: each step once, and loading by quarters. */
export function progressLines(say: (line: string) => void): (progress: DemoProgress) => void {
  let last = ''
  return ({ step, done, total }) => {
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

/** Fills the demo's database in a thread; one that is filled answers at once. */
async function fill(
  databaseUrl: string,
  owned: ClosingList,
  onProgress: (progress: DemoProgress) => void,
): Promise<DemoUser[]> {
  const worker = new Worker(new URL('./fill-worker.ts', import.meta.url), {
    workerData: databaseUrl,
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

/**
 * The users of a database that demo terminals may open: of the demo, which is filled on first use,
 * or of imported data. Throws `databaseMissing` where nothing was imported.
 */
export async function ensureUsers(
  server: DatabaseServer,
  profile: string,
  database: string,
  owned: ClosingList,
  say: (line: string) => void,
): Promise<DemoUser[]> {
  if (profile === 'demo') {
    const made = await server.createDatabase(database)
    if (!made && (await isReal(server.url(database)))) {
      throw new StartFailure('notDemo', { database })
    }
    return fill(server.url(database), owned, progressLines(say))
  }
  const present = await server.hasDatabase(database)
  const users = present ? await importedUsers(server.url(database)) : []
  if (users.length === 0) throw new StartFailure('databaseMissing', { database })
  return users
}
