/**
 * `npm run demo:transactions -- --rate 5`: delivers believable transactions of today to the demo head
 * office that `npm start` runs, so that cards of key transactions come up on open screens. It delivers as
 * core banking does, under a key of its own; each line says what was booked and how many cards it raised.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { openJobPool } from '#head-office/database/job-pool.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { demoUsers } from '#head-office/demo/fill.ts'
import { LiveFeed } from '#head-office/demo/live-feed.ts'
import { createFeedKey, revokeFeedKeys } from '#head-office/key-transactions/feed-keys.ts'
import { formatFen } from '#domain/money/money.ts'
import { readRunFile } from '#tools/start/run-file.ts'
import { Delivery } from './delivery.ts'
import { type FeedCommand, readCommand, usage, WrongUse } from './options.ts'

/** Under which name the feed delivers. */
const source = 'demo-feed'

/** Where the demo's head office is and keeps its data; refuses where none runs. */
function runningDemo(): { url: string; databaseUrl: string } {
  const run = readRunFile()
  if (!run?.postgres || !run.headOffice) {
    throw new WrongUse(
      '没有正在运行的演示。请先在另一个终端运行 npm start，再运行本命令。\n' +
        '  No demo is running. Run npm start in another terminal first, then this command.',
    )
  }
  const url = new URL(run.postgres.url)
  url.pathname = `/${run.headOffice.database}`
  return { url: run.headOffice.url, databaseUrl: url.href }
}

async function feed({ rate, seed, count }: FeedCommand, stop: AbortSignal): Promise<number> {
  const demo = runningDemo()
  const pool = openJobPool(demo.databaseUrl)
  let stories = 0
  let booked = 0
  let cards = 0
  try {
    const info = await readDatabaseInfo(pool)
    if (info?.demo !== true) {
      throw new WrongUse(
        '这个数据库不是演示数据，不能写入演示交易。\n' +
          '  This database is not a demo: no invented transactions are booked there.',
      )
    }
    const [first] = demoUsers()
    const live = await LiveFeed.open(pool, { seed, branchId: first?.branchId ?? '' }, Date.now())
    if (live.accounts === 0) {
      throw new WrongUse(
        '演示网点没有可以入账的账户。请用 npm start -- --reset 重新生成演示数据。\n' +
          '  The demo outlet has no account to book on. Make the demo anew: npm start -- --reset.',
      )
    }
    const delivery = new Delivery(demo.url, await createFeedKey(pool, { source }))
    while (!stop.aborted && (count === null || stories < count)) {
      const bookings = live.next(Date.now())
      stories += 1
      const counts = await delivery.send(bookings, stop)
      if (counts === null) break
      booked += counts.taken
      cards += counts.cards
      for (const { direction, amount_fen: fen, operation, counterparty_name: name } of bookings) {
        const sign = direction === 'in' ? '+' : '−'
        console.log(`  ${sign}${formatFen(fen)} ${operation} ${name ?? ''}`.trimEnd())
      }
      if (counts.cards > 0) console.log(`  ⚡ 关键交易卡片 ${counts.cards} · key transaction cards`)
      if (count !== null && stories >= count) break
      await sleep(60_000 / rate, undefined, { signal: stop }).catch(() => undefined)
    }
  } finally {
    await revokeFeedKeys(pool, { source }).catch(() => 0)
    await pool.end()
  }
  console.log(`入账 ${booked} 笔，卡片 ${cards} 张 · ${booked} booked, ${cards} cards raised`)
  return 0
}

async function run(): Promise<number> {
  const command = readCommand(process.argv.slice(2))
  if (command.help) {
    console.log(usage)
    return 0
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return feed(command, stop.signal)
}

try {
  process.exitCode = await run()
} catch (error) {
  const known = error instanceof WrongUse
  process.stderr.write(`✗ ${known ? error.message : String(error)}\n`)
  process.exitCode = known ? 2 : 1
}
