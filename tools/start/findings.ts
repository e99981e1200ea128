import pg from 'pg'
import type { DemoUser } from '#head-office/demo/fill.ts'

interface Counted {
  branchId: string
  customers: number
  unallocated: number
  waiting: number
}

const branchCounts = `
  select b.id::text as "branchId", count(*)::int as customers,
    count(*) filter (where not exists (
      select from customer_manager m
      where m.branch_id = c.branch_id and m.customer_id = c.id and m.role = 'primary'
    ))::int as unallocated,
    (select count(*)::int from correction x
     where x.branch_id = b.id and x.state = 'pending_check') as waiting
  from unnest($1::uuid[]) as b (id) join customer c on c.branch_id = b.id
  group by b.id`

const bookCounts = `
  select s.staff_no as "staffNo",
    (select count(*)::int from customer_manager m
     where m.branch_id = s.branch_id and m.staff_id = s.id) as book,
    (select count(*)::int from task t
     where t.branch_id = s.branch_id and t.staff_id = s.id and t.state = 'open') as tasks
  from staff s where s.branch_id = any($1::uuid[])`

const riskCounts = `
  select count(*) filter (where state = 'new')::int as fresh,
    count(*) filter (where state = 'checking')::int as checking
  from risk_case`

const number = (count: number) => count.toLocaleString('en-US')

interface Cases {
  fresh: number
  checking: number
}

function words(
  user: DemoUser,
  branch: Counted | undefined,
  book: [number, number],
  cases: Cases | undefined,
  feedback: number,
): string {
  const all = number(branch?.customers ?? 0)
  switch (user.role) {
    case 'customer_manager':
      return `管户 ${number(book[0])}，待办 ${book[1]} · book of ${number(book[0])}, ${book[1]} tasks`
    case 'branch_head': {
      const free = branch?.unallocated ?? 0
      return `全网点 ${all} 户，待分配 ${free} · all ${all}, ${free} to allocate`
    }
    case 'operations_supervisor': {
      const waiting = branch?.waiting ?? 0
      return `全网点 ${all} 户，待核 ${waiting} · all ${all}, ${waiting} to check`
    }
    case 'teller':
    case 'lobby_manager':
      return '在场客户 · the customer present'
    case 'risk_officer': {
      const { fresh = 0, checking = 0 } = cases ?? {}
      return `风险线索 ${fresh} 条，核查中 ${checking} 件 · ${fresh} new risk cases, ${checking} in hand`
    }
    case 'line_manager':
      return `待处理反馈 ${feedback} 条 · ${feedback} feedbacks to deal with`
    default:
      return ''
  }
}

/** What each user finds after logging in, by staff number, as the database says it. */
export async function whatTheyFind(
  databaseUrl: string,
  users: readonly DemoUser[],
): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const ids = [...new Set(users.map(({ branchId }) => branchId))]
    const branches = (await client.query<Counted>(branchCounts, [ids])).rows
    const books = await client.query<{ staffNo: string; book: number; tasks: number }>(bookCounts, [
      ids,
    ])
    const cases = (await client.query<Cases>(riskCounts)).rows[0]
    const open = await client.query<{ n: number }>(
      `select count(*)::int as n from feedback where state in ('submitted', 'accepted', 'answered')`,
    )
    const feedback = open.rows[0]?.n ?? 0
    const byBranch = new Map(branches.map((one) => [one.branchId, one]))
    const byStaff = new Map(books.rows.map(({ staffNo, book, tasks }) => [staffNo, [book, tasks]]))
    return new Map(
      users.map((user) => {
        const [book = 0, tasks = 0] = byStaff.get(user.staffNo) ?? []
        return [
          user.staffNo,
          words(user, byBranch.get(user.branchId), [book, tasks], cases, feedback),
        ]
      }),
    )
  } finally {
    await client.end()
  }
}
