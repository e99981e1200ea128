import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { all, first, run } from '#db/connection/statements.ts'
import { ledgerHead } from '#db/journal/ledger.ts'
import { addUsage, selectUsage, type UsageRow } from '#db/journal/usage-rows.ts'
import { cacheMigrations } from '#db/migrations/cache/list.ts'
import { journalMigrations } from '#db/migrations/journal/list.ts'
import { type Migration, migrateFile, sqlMigration } from '#db/migrations/run.ts'
import { userMigrations } from '#db/migrations/user/list.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('migrations')
const key = Buffer.alloc(32, 1)

function open(path: string): SqliteDatabase {
  return openFile(path, key, { mode: 'write', kind: 'lasting' })
}

const applied = (db: SqliteDatabase) =>
  all<{ name: string }>(db, 'SELECT name FROM migrations ORDER BY id').map(({ name }) => name)

async function upTo(path: string, migrations: readonly Migration[], count: number): Promise<void> {
  await migrateFile(path, key, migrations.slice(0, count))
}

test('cache 1 → 2: rows stay, bookkeeping is added', async () => {
  const path = join(folder(), 'cache.db')
  await upTo(path, cacheMigrations, 1)
  const before = open(path)
  run(
    before,
    `INSERT INTO calendar_day (day, working, name, ver, rev) VALUES ('2026-10-01', 0, '国庆节', 5, 2)`,
  )
  before.close()
  await upTo(path, cacheMigrations, 2)
  const after = open(path)
  expect(all(after, 'SELECT * FROM calendar_day')).toEqual([
    { day: '2026-10-01', working: 0, name: '国庆节', ver: 5, rev: 2 },
  ])
  for (const table of ['scope_state', 'overlay', 'staged_chunk', 'cache_fact']) {
    expect(all(after, `SELECT * FROM ${table}`), table).toEqual([])
  }
  after.close()
})

test('cache 3 → 4: summaries stay without their day', async () => {
  const path = join(folder(), 'cache.db')
  await upTo(path, cacheMigrations, 3)
  const before = open(path)
  run(
    before,
    `INSERT INTO customer_summary (branch_id, customer_id, as_of, aum_fen, aum_month_average_fen,
       aum_quarter_average_fen, aum_30_days_ago_fen, loan_fen, asset_classes, month_averages,
       completeness_bp, ver, rev)
     VALUES ('b', 'c', '2026-11-25', 5, 4, 3, 2, 1, 'deposit', '[]', 6000, 7, 8)`,
  )
  before.close()
  await upTo(path, cacheMigrations, 4)
  const after = open(path)
  const [row] = all<Record<string, unknown>>(after, 'SELECT * FROM customer_summary')
  expect(row).toMatchObject({ customer_id: 'c', aum_fen: 5, completeness_bp: 6000, ver: 7, rev: 8 })
  expect(row).not.toHaveProperty('as_of')
  expect(all(after, 'SELECT * FROM reckoning')).toEqual([])
  after.close()
})

test('cache before the counter → with it: rows stay, visits and referrals are added', async () => {
  const path = join(folder(), 'cache.db')
  const at = cacheMigrations.findIndex((each) => new each().name === 'CacheCounter1700000000006')
  await upTo(path, cacheMigrations, at)
  const before = open(path)
  run(
    before,
    `INSERT INTO calendar_day (day, working, name, ver, rev) VALUES ('2026-10-01', 0, '国庆节', 5, 2)`,
  )
  before.close()
  await upTo(path, cacheMigrations, at + 1)
  const after = open(path)
  expect(all(after, 'SELECT count(*) AS n FROM calendar_day')).toEqual([{ n: 1 }])
  for (const table of ['counter_visit', 'referral']) {
    expect(all(after, `SELECT * FROM ${table}`), table).toEqual([])
  }
  after.close()
})

test('cache 4 → 5: tasks, loans, cards and customers stay, with room for what is new', async () => {
  const path = join(folder(), 'cache.db')
  await upTo(path, cacheMigrations, 4)
  const before = open(path)
  run(
    before,
    `INSERT INTO task (branch_id, id, customer_id, staff_id, kind, priority, due_on, evidence,
       rule_version, state, created_at, ver, rev)
     VALUES ('b', 't', 'c', 's', 'birthday', 2, '2026-11-25', '{}', 'birthday-1', 'open', 1, 5, 2)`,
  )
  run(
    before,
    `INSERT INTO loan (branch_id, id, customer_id, contract_no, granted_on, principal_fen,
       term_months, payment_fen, status, ver, rev)
     VALUES ('b', 'l', 'c', 'DK1', '2026-01-01', 900, 12, 80, 'performing', 6, 3)`,
  )
  before.close()
  await upTo(path, cacheMigrations, 5)
  const after = open(path)
  expect(all(after, 'SELECT * FROM task')).toMatchObject([
    { id: 't', kind: 'birthday', not_before: null, reason: null, ver: 5, rev: 2 },
  ])
  expect(all(after, 'SELECT * FROM loan')).toMatchObject([
    { id: 'l', payment_fen: 80, next_due_on: null, next_due_fen: null, ver: 6, rev: 3 },
  ])
  for (const table of ['card', 'customer']) expect(all(after, `SELECT * FROM ${table}`)).toEqual([])
  after.close()
})

test('cache 6 → 7: visits stay, ended by whoever ended them', async () => {
  const path = join(folder(), 'cache.db')
  await upTo(path, cacheMigrations, 6)
  const before = open(path)
  run(
    before,
    `INSERT INTO counter_visit VALUES ('b', 'v', 'c', 's', 1, 2, 'account', 3, 'referred', 'ended', 5, 2)`,
  )
  before.close()
  await upTo(path, cacheMigrations, 7)
  const after = open(path)
  expect(all(after, 'SELECT * FROM counter_visit')).toMatchObject([
    { id: 'v', ended_at: 2, acts: 'referred', state: 'ended', cut_off: null, ver: 5, rev: 2 },
  ])
  after.close()
})

test('user: what was typed before stays when views, favourites and recent customers come', async () => {
  const path = join(folder(), 'user.db')
  await upTo(path, userMigrations, userMigrations.length - 1)
  const before = open(path)
  run(before, `INSERT INTO draft VALUES ('contact:1', '{"summary":"半句"}', 5)`)
  before.close()
  await migrateFile(path, key, userMigrations)
  const after = open(path)
  expect(all(after, 'SELECT key, value FROM draft')).toEqual([
    { key: 'contact:1', value: '{"summary":"半句"}' },
  ])
  for (const table of ['saved_view', 'favourite', 'recent_customer']) {
    expect(all(after, `SELECT * FROM ${table}`), table).toEqual([])
  }
  after.close()
})

test('journal 4 → 5: records of every chain stand behind each other, each with its body', async () => {
  const path = join(folder(), 'journal.db')
  await upTo(path, journalMigrations, 4)
  const before = open(path)
  const records = [
    ['one', 1, 1, null],
    ['one', 1, 2, '{"verb":"open"}'],
    ['two', 3, 1, '{"verb":"search"}'],
    ['one', 2, 1, null],
  ] as const
  for (const [ledger, epoch, seq, body] of records) {
    run(
      before,
      `INSERT INTO usage_record VALUES (?, ?, ?, 1, 1, 'prev', 'boot', 5, 6, 7, 'li', 'teller', 's',
         'online', 'action', 'o', 'bound', '0.1', '1', 'hash', 'seal')`,
      ...[ledger, epoch, seq],
    )
    if (body === null) continue
    run(before, 'INSERT INTO usage_body VALUES (?, ?, ?, ?, ?)', ledger, epoch, seq, 'salt', body)
  }
  before.close()
  await upTo(path, journalMigrations, 5)
  const after = open(path)
  const rows = all<UsageRow>(after, `${selectUsage} ORDER BY usage_record.place`)
  expect(rows.map(({ ledger_id, epoch, seq, body }) => [ledger_id, epoch, seq, body])).toEqual(
    records.map((record) => [...record]),
  )
  expect(rows[1]).toMatchObject({
    ...{ ver: 1, alg: 1, prev: 'prev', boot_id: 'boot', mono_ms: 5, wall_ms: 6 },
    ...{ last_receipt_seq: 7, actor: 'li', role: 'teller', session: 's', auth_mode: 'online' },
    ...{ type: 'action', object: 'o', body_hash: 'bound', app_ver: '0.1', policy_ver: '1' },
    ...{ hash: 'hash', mac: 'seal', salt: 'salt' },
  })
  expect(rows[0]).toMatchObject({ salt: null, body: null })
  addUsage(after, { ...rows[1]!, seq: 3 })
  expect(ledgerHead(after, { ledgerId: 'one', epoch: 1 })).toMatchObject({ seq: 3 })
  after.close()
})

const lists = { cache: cacheMigrations, journal: journalMigrations, user: userMigrations }

test.each(Object.entries(lists))('%s: from nothing to the newest, twice', async (_name, list) => {
  const path = join(folder(), 'file.db')
  await migrateFile(path, key, list)
  await migrateFile(path, key, list)
  const db = open(path)
  expect(applied(db)).toEqual(list.map((migration) => new migration().name))
  db.close()
})

test.each(Object.entries(lists))(
  '%s: made at once it is what TypeORM makes',
  async (_name, list) => {
    const [atOnce, stepwise] = [join(folder(), 'at-once.db'), join(folder(), 'stepwise.db')]
    // A file without tables, as a killed making leaves it.
    open(stepwise).close()
    const contents = []
    for (const path of [atOnce, stepwise]) {
      await migrateFile(path, key, list)
      const db = open(path)
      contents.push({
        schema: all(db, 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'),
        migrations: all(db, 'SELECT id, timestamp, name FROM migrations ORDER BY id'),
      })
      db.close()
    }
    expect(contents[0]).toEqual(contents[1])
  },
)

test('a failing migration of a new file leaves one without tables, and says so', async () => {
  const path = join(folder(), 'journal.db')
  const broken = sqlMigration('Broken1900000000000', ['CREATE TABLE setting (key TEXT)'])
  await expect(migrateFile(path, key, [...journalMigrations, broken])).rejects.toThrow(/setting/)
  const db = open(path)
  expect(all(db, 'SELECT name FROM sqlite_schema')).toEqual([])
  db.close()
})

test('a failing migration leaves the file as it was before it, and says so', async () => {
  const path = join(folder(), 'journal.db')
  await migrateFile(path, key, journalMigrations)
  const broken = sqlMigration('Broken1900000000000', [
    'CREATE TABLE half (a TEXT)',
    `INSERT INTO half VALUES ('x')`,
    'CREATE TABLE setting (key TEXT)',
  ])
  await expect(migrateFile(path, key, [...journalMigrations, broken])).rejects.toThrow(/setting/)
  const db = open(path)
  expect(all(db, `SELECT name FROM sqlite_schema WHERE name = 'half'`)).toEqual([])
  expect(applied(db)).toHaveLength(journalMigrations.length)
  db.close()
})

test('trainings before their drawn test → with it: rows stay, untested and without a course', async () => {
  const path = join(folder(), 'cache.db')
  const at = cacheMigrations.findIndex(
    (each) => new each().name === 'CacheTrainingTest1700000000020',
  )
  await upTo(path, cacheMigrations, at)
  const before = open(path)
  run(
    before,
    `INSERT INTO training_session VALUES ('b', 't', '2026-11-20', '断网', '记录', 's', 1, 'held', NULL,
       's', 7, 5, 2)`,
  )
  run(before, `INSERT INTO training_attendance VALUES ('b', 'a', 't', 's', 8, 90, 6, 3)`)
  before.close()
  await upTo(path, cacheMigrations, at + 1)
  const after = open(path)
  expect(first(after, 'SELECT * FROM training_session')).toMatchObject({
    title: '断网',
    planned_at: 7,
    course_code: null,
    ver: 5,
    rev: 2,
  })
  expect(first(after, 'SELECT * FROM training_attendance')).toMatchObject({
    test_points: 90,
    test_passed: null,
    test_tries: 0,
    ver: 6,
    rev: 3,
  })
  after.close()
})
