import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TableDigest, TableRepair } from '#contract/sync/digest.ts'
import { maxDeltaRows } from '#contract/sync/protocol.ts'
import { packBatch } from '#contract/sync/rows/batch.ts'
import { type TableName, tableNamed, tables } from '#contract/sync/rows/tables.ts'
import { RunningDigest } from '#db/cache/digest.ts'
import type { SqliteDatabase } from '#db/connection/open.ts'
import { atomically, each, run } from '#db/connection/statements.ts'
import { compressText } from '#head-office/scopes/chunk-store.ts'
import { writeCursor } from '#head-office/scopes/cursor.ts'
import { compareDigest } from '#head-office/scopes/digest.ts'
import { ChangeCollector } from '#main/sync/changed-rows.ts'
import { packBody } from '#main/sync/transport/pack.ts'
import { applyRepair } from '#main/sync/writing/repair.ts'
import { type BranchSize, branchOf, syntheticBranchId } from '../branch/customers.ts'
import { makeBranchCache, rowsOf } from '../branch/rows.ts'
import { fillHeadOffice, startDatabase } from '../head-office.ts'
import {
  basisNow,
  byTurns,
  figures,
  median,
  ratioOf,
  type Result,
  rounds,
  spentBy,
} from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'

const names = [
  'customer',
  'customer_manager',
  'customer_summary',
  'account',
  'task',
] as const satisfies readonly TableName[]

const branchTables = tables.filter(({ scope }) => scope === 'branch')

/** Rows of a digest taken at a time, as the writer takes them. */
const slice = 2_000

interface Sums {
  digest: RunningDigest
  tables: TableDigest[]
  longestStepMs: number
}

/** The digest of a cache, slice by slice. */
function sumsOf(cache: SqliteDatabase): Sums {
  const digest = new RunningDigest(cache, branchTables)
  let longestStepMs = 0
  for (;;) {
    const started = performance.now()
    const step = digest.step(cache, slice)
    longestStepMs = Math.max(longestStepMs, performance.now() - started)
    if (step === 'moved') throw new Error('nothing else writes here')
    if (step !== 'more') return { digest, tables: step, longestStepMs }
  }
}

/** The physical limit: every row read once, and nothing done with it. */
function bareRead(cache: SqliteDatabase): void {
  for (const { name } of branchTables) {
    const rows = each(cache, `SELECT * FROM ${name}`)
    while (rows.next().done !== true);
  }
}

/** Bytes of a snapshot of the branch, as it travels. */
async function snapshotBytes(size: BranchSize): Promise<number> {
  let bytes = 0
  for (const name of names) {
    const rows = [...rowsOf(size, name)].map((values) => ({ values, ver: 1, rev: 1 }))
    for (let at = 0; at < rows.length; at += 20_000) {
      const batch = packBatch(tableNamed(name), rows.slice(at, at + 20_000))
      bytes += (await compressText(JSON.stringify(batch))).length
    }
  }
  return bytes
}

/** Takes a repair in, as the writer does; returns the time, ms. */
function repairMs(cache: SqliteDatabase, { digest }: Sums, repairs: TableRepair[]): number {
  const started = performance.now()
  const keyed = repairs.map((repair) => ({
    ...repair,
    keys: digest.keysIn(cache, repair.table, repair.buckets) ?? [],
  }))
  atomically(cache, () => applyRepair(cache, keyed, syntheticBranchId, new ChangeCollector()))
  return performance.now() - started
}

/** Its sizes. */
export const digestSize: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }

/**
 * Holding a branch against head office: both sides' sums, what travels, and what one differing row
 * costs. Judged by the bytes of that repair against those of the whole slice.
 */
export async function benchDigest(scale: Scale): Promise<Result> {
  const size = branchOf(sizeOn(scale, digestSize))
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  const database = await startDatabase()
  try {
    const { pool } = database
    const epoch = await fillHeadOffice(pool, size, names)
    const cursor = writeCursor(epoch, syntheticBranchId, 1)
    const cache = await makeBranchCache(join(folder, 'cache.db'), size, names)
    let sums = sumsOf(cache)
    const spent = await byTurns(
      () => spentBy(() => bareRead(cache)),
      () => spentBy(() => (sums = sumsOf(cache))),
    )
    const compare = (tables: TableDigest[]) =>
      compareDigest(pool, { cursor, tables, branchId: syntheticBranchId, epoch, maxDeltaRows })
    const atHeadOffice: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const { wallMs } = await spentBy(async () => {
        const { repairs } = await compare(sums.tables)
        if (repairs.length > 0) throw new Error('the two sides sum differently')
      })
      atHeadOffice.push(wallMs)
    }
    const body = JSON.stringify({ cursor, tables: sums.tables })

    run(cache, `UPDATE customer SET employer = '另一单位' WHERE rowid = 1`)
    const spoilt = sumsOf(cache)
    const reply = await compare(spoilt.tables)
    const down = await compressText(JSON.stringify(reply))
    const whole = await snapshotBytes(size)
    const ms = repairMs(cache, spoilt, reply.repairs)
    if ((await compare(sumsOf(cache).tables)).repairs.length > 0) throw new Error('not mended')
    cache.close()

    const basis = basisNow()
    const [limit, ours] = [figures(spent.limit, basis), figures(spent.ours, basis)]
    const count = sums.tables.flatMap((table) => table.buckets).reduce((all, [, n]) => all + n, 0)
    return {
      area: 'digest',
      what: `${count} rows of ${size.customers} customers held against head office; bare: every row read once`,
      basis,
      limitMs: median(limit),
      oursMs: median(ours),
      ratio: ratioOf(ours, limit),
      goal: { of: 'share', most: 0.02, measured: down.length / whole },
      details: {
        'longest step at the terminal, ms': Math.round(sums.longestStepMs),
        'sums at head office, ms': Math.round(median(atHeadOffice)),
        'bytes up': `${(await packBody(body)).length} (unpacked ${body.length})`,
        'bytes down where one row differs': `${down.length} of ${whole}`,
        'repair at the terminal, ms': Math.round(ms),
      },
    }
  } finally {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
