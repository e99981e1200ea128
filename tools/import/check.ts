import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import pg from 'pg'
import { ImportRefusal } from '#head-office/sources/reasons.ts'
import { formatTable } from '#tools/start/table.ts'

/**
 * Compares the files of the Berka source with the tables, anew and with other code than the
 * importer's: another CSV reader, its own sums, its own walk through the days. What both agree on
 * was not lost on the way.
 */
interface Comparison {
  what: string
  inFiles: number
  inTables: number
}

type Row = Record<string, string>

/** Column names that tell the files of the source apart. */
const firstColumns: Readonly<Record<string, string>> = {
  A1: 'district',
  client_id: 'client',
  account_id: 'account',
  disp_id: 'disp',
  order_id: 'order',
  loan_id: 'loan',
  card_id: 'card',
  trans_id: 'trans',
}

async function* readCsv(path: string, delimiter: string): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    columns: true,
    bom: true,
    trim: true,
    relax_column_count: true,
  })
  createReadStream(path).pipe(parser)
  for await (const row of parser as AsyncIterable<Row>) yield row
}

async function headerOf(path: string): Promise<{ kind: string | undefined; delimiter: string }> {
  const stream = createReadStream(path, { end: 400, encoding: 'utf8' })
  let text = ''
  for await (const chunk of stream as AsyncIterable<string>) text += chunk
  const header = text.split(/\r?\n/)[0] ?? ''
  const delimiter = header.includes(';') ? ';' : ','
  const first = header.split(delimiter)[0]?.replaceAll('"', '').trim() ?? ''
  return { kind: firstColumns[first], delimiter }
}

/** Amounts with two decimals as hundredths. */
const cents = (text: string | undefined): number => Math.round(Number(text ?? '0') * 100)

interface Day {
  inFlow: number
  balances: number[]
}

/** What the files say. */
class FileFacts {
  readonly count = new Map<string, number>()
  readonly sum = new Map<string, number>()
  readonly #transactions = new Set<string>()
  readonly days = new Map<string, Map<string, Day>>()

  #add(name: string, value: number): void {
    this.sum.set(name, (this.sum.get(name) ?? 0) + value)
  }

  take(kind: string, row: Row): void {
    if (kind === 'trans') {
      this.#takeTransaction(row)
      return
    }
    this.count.set(kind, (this.count.get(kind) ?? 0) + 1)
    if (kind === 'client' && Number(row['birth_number']?.slice(2, 4)) > 50) this.#add('women', 1)
    if (kind === 'disp' && row['type'] === 'DISPONENT') this.#add('authorised', 1)
    if (kind === 'order') this.#add('order', cents(row['amount']))
    if (kind === 'loan') {
      this.#add('loan', cents(row['amount']))
      this.#add(`loan ${row['status'] ?? ''}`, 1)
    }
  }

  #takeTransaction(row: Row): void {
    const id = row['trans_id'] ?? ''
    if (this.#transactions.has(id)) return
    this.#transactions.add(id)
    this.count.set('trans', this.#transactions.size)
    const direction = row['type'] ?? row['direction'] ?? ''
    const credit = direction === 'PRIJEM' || direction === 'credit'
    const amount = cents(row['amount'])
    this.#add(credit ? 'credits' : 'debits', amount)
    const written = row['date'] ?? ''
    const date = written.length === 6 ? `19${written}` : written.replaceAll('-', '')
    const account = row['account_id'] ?? ''
    const ofAccount = this.days.get(account) ?? new Map<string, Day>()
    this.days.set(account, ofAccount)
    const day = ofAccount.get(date) ?? { inFlow: 0, balances: [] }
    ofAccount.set(date, day)
    day.inFlow += credit ? amount : -amount
    day.balances.push(cents(row['balance']))
  }
}

/** Walks through the days of every account: how many follow from the day before, and where it ends. */
function walkDays(days: FileFacts['days']): {
  accountDays: number
  within: number
  last: Map<string, number>
} {
  let accountDays = 0
  let within = 0
  const last = new Map<string, number>()
  for (const [account, ofAccount] of days) {
    let balance = 0
    for (const [, { inFlow, balances }] of [...ofAccount].sort(([a], [b]) => (a < b ? -1 : 1))) {
      accountDays += 1
      const expected = balance + inFlow
      const gap = (value: number): number => Math.abs(value - expected)
      const nearest = balances.reduce((a, b) => (gap(b) < gap(a) ? b : a))
      if (gap(nearest) <= 50) within += 1
      balance = nearest
    }
    last.set(account, balance)
  }
  return { accountDays, within, last }
}

async function numberOf(db: pg.Client, sql: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`select (${sql})::float8 as n`)
  return rows[0]?.n ?? 0
}

async function compareAll(facts: FileFacts, db: pg.Client): Promise<Comparison[]> {
  const count = (kind: string): number => facts.count.get(kind) ?? 0
  const sum = (name: string): number => facts.sum.get(name) ?? 0
  const pairs: readonly (readonly [what: string, inFiles: number, sql: string])[] = [
    ['district → org_unit', count('district'), 'select count(*) from org_unit where level = 5'],
    ['client → customer', count('client'), 'select count(*) from customer'],
    ['  women', sum('women'), `select count(*) from customer where sex = 'F'`],
    ['account → account', count('account'), 'select count(*) from account'],
    ['disp → account_party', count('disp'), 'select count(*) from account_party'],
    [
      '  DISPONENT → relation',
      sum('authorised'),
      `select count(*) from relation where kind = 'authorised_user'`,
    ],
    ['order → standing_order', count('order'), 'select count(*) from standing_order'],
    ['  Σ amount', sum('order'), 'select coalesce(sum(amount_fen), 0) from standing_order'],
    ['loan → loan', count('loan'), 'select count(*) from loan'],
    ['  Σ amount', sum('loan'), 'select coalesce(sum(principal_fen), 0) from loan'],
    ['  status A', sum('loan A'), `select count(*) from loan where status = 'repaid'`],
    ['  status B', sum('loan B'), `select count(*) from loan where status = 'written_off'`],
    ['  status C', sum('loan C'), `select count(*) from loan where status = 'performing'`],
    ['  status D', sum('loan D'), `select count(*) from loan where status = 'overdue'`],
    ['card → card', count('card'), 'select count(*) from card'],
    ['trans → bank_transaction', count('trans'), 'select count(*) from bank_transaction'],
    [
      '  Σ credits',
      sum('credits'),
      `select coalesce(sum(amount_fen), 0) from bank_transaction where direction = 'in'`,
    ],
    [
      '  Σ debits',
      sum('debits'),
      `select coalesce(sum(amount_fen), 0) from bank_transaction where direction = 'out'`,
    ],
  ]
  const comparisons: Comparison[] = []
  for (const [what, inFiles, sql] of pairs) {
    comparisons.push({ what, inFiles, inTables: await numberOf(db, sql) })
  }
  return comparisons
}

/** Accounts whose last balance in the tables is the one the files end with. */
async function compareLastBalances(last: Map<string, number>, db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ account: string; balance: number }>(
    `select distinct on (b.position_id) a.account_no as account, b.balance_fen::float8 as balance
     from balance_change b join account a on a.id = b.position_id
     order by b.position_id, b.changed_on desc`,
  )
  return rows.filter(({ account, balance }) => last.get(account) === balance).length
}

async function setAsideByFile(db: pg.Client): Promise<string[]> {
  const { rows } = await db.query<{ file: string; reason: string; n: string }>(
    `select file, reason, count(*)::text as n from import_set_aside
     where run_id = (select id from import_run where state = 'done' order by started_at desc limit 1)
     group by file, reason order by file, reason`,
  )
  return rows.map(({ file, reason, n }) => `  ${file}: ${n} ${reason}`)
}

/** Prints files against tables; true where everything agrees. Refuses where there is nothing to compare. */
export async function checkSource(
  profile: string,
  folder: string,
  databaseUrl: string,
): Promise<boolean> {
  if (profile !== 'berka') {
    throw new ImportRefusal(`没有 ${profile} 的核对程序。`, `There is no check for ${profile}.`)
  }
  const names = await readdir(folder).catch(() => {
    throw new ImportRefusal(`无法读取文件夹：${folder}`, `The folder cannot be read: ${folder}`)
  })
  const facts = new FileFacts()
  for (const name of names.sort()) {
    const path = join(folder, name)
    const { kind, delimiter } = await headerOf(path)
    if (!kind) continue
    for await (const row of readCsv(path, delimiter)) facts.take(kind, row)
  }
  const db = new pg.Client({ connectionString: databaseUrl })
  await db.connect()
  try {
    const { accountDays, within, last } = walkDays(facts.days)
    const comparisons = await compareAll(facts, db)
    comparisons.push({
      what: 'last balance of an account',
      inFiles: last.size,
      inTables: await compareLastBalances(last, db),
    })
    console.log(
      formatTable(
        ['核对 Check', '文件 Files', '表 Tables', ''],
        comparisons.map(({ what, inFiles, inTables }) => [
          what,
          inFiles.toLocaleString('en-US'),
          inTables.toLocaleString('en-US'),
          inFiles === inTables ? '✓' : `✗ ${(inTables - inFiles).toLocaleString('en-US')}`,
        ]),
      ),
    )
    const share = accountDays === 0 ? '–' : `${((100 * within) / accountDays).toFixed(4)} %`
    console.log(
      `\n账户日余额可推导（±0.50）· account-days that follow from the day before: ${within} / ${accountDays} = ${share}`,
    )
    const setAside = await setAsideByFile(db)
    console.log('\n最近一次导入搁置 · set aside by the latest import:')
    console.log(setAside.length > 0 ? setAside.join('\n') : '  0')
    return comparisons.every(({ inFiles, inTables }) => inFiles === inTables)
  } finally {
    await db.end()
  }
}
