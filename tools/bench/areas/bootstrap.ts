import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, zstdCompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { packBatch } from '#contract/sync/rows/batch.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import { insertSql } from '#db/cache/rows.ts'
import type { SnapshotPlan } from '#db/cache/staging.ts'
import { openFile, unlockFile } from '#db/connection/open.ts'
import { migrateCache } from '#db/migrations/cache/migrate.ts'
import { fillSearch } from '#db/search/build.ts'
import { atomically } from '#db/connection/statements.ts'
import { indexStatements } from '#db/schema/indexes.ts'
import { openChunk } from '#main/sync/transport/exchange.ts'
import { startWriter } from '#main/sync/writing/client.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { branchOf, syntheticBranchId, syntheticDate } from '../branch/customers.ts'
import { benchKey, rowsOf, type Values } from '../branch/rows.ts'
import {
  basisNow,
  byTurns,
  figures,
  median,
  ratioOf,
  type Result,
  type Spent,
  spentBy,
} from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'

const names = ['customer', 'bank_transaction'] as const satisfies readonly TableName[]

/** Characters of JSON in one chunk and its compression, as head office has them. */
const chunkCharacters = 8_000_000
const level = 3

interface Chunk {
  table: TableName
  rows: number
  bytes: Buffer
  sha256: string
}

const scope = `branch:${syntheticBranchId}`

function compress(name: TableName, rows: readonly Values[]): Chunk {
  const batch = packBatch(
    tableNamed(name),
    rows.map((values) => ({ values, ver: 1, rev: 1 })),
  )
  const bytes = zstdCompressSync(JSON.stringify(batch), {
    params: { [constants.ZSTD_c_compressionLevel]: level },
  })
  return { table: name, rows: rows.length, bytes, sha256: sha256Hex(bytes) }
}

function chunksOf(name: TableName, rows: readonly Values[]): Chunk[] {
  const perRow = JSON.stringify(rows.slice(0, 1000)).length / Math.min(1000, rows.length)
  const each = Math.max(1, Math.floor(chunkCharacters / perRow))
  const count = Math.ceil(rows.length / each)
  return Array.from({ length: count }, (_, index) =>
    compress(name, rows.slice(index * each, (index + 1) * each)),
  )
}

/** Statements that make the tables of the bench, as a terminal's migrations make them. */
async function tableStatements(folder: string): Promise<string[]> {
  const path = join(folder, 'empty.db')
  await migrateCache(path, benchKey)
  const db = openFile(path, benchKey, { mode: 'read', kind: 'disposable' })
  const find = db.prepare('SELECT sql FROM sqlite_schema WHERE type = ? AND name = ?').pluck()
  const statements = names.map((name) => String(find.get('table', name)))
  db.close()
  return statements
}

/**
 * The least a machine can do: rows in memory, one prepared insert a table, one transaction, indexes
 * afterwards. Plain, or under the product's cipher.
 */
function bareLoad(
  path: string,
  create: readonly string[],
  rows: Map<TableName, Values[]>,
  cipher: boolean,
): void {
  rmSync(path, { force: true })
  const db = new Database(path)
  if (cipher) unlockFile(db, benchKey, 'disposable')
  db.pragma('cache_size = -65536')
  db.pragma('temp_store = MEMORY')
  db.exec('BEGIN')
  for (const sql of create) db.exec(sql)
  for (const [name, values] of rows) {
    const insert = db.prepare(insertSql(tableNamed(name)))
    for (const row of values) insert.run(...row, 1, 1)
  }
  for (const sql of indexStatements()) {
    if (names.some((name) => sql.includes(` ON ${name}(`))) db.exec(sql)
  }
  db.exec('COMMIT')
  db.close()
}

function planOf(chunks: readonly Chunk[]): SnapshotPlan {
  return {
    scopes: [{ scope, epoch: 'bench', cursor: 'bench', version: 1, business_date: syntheticDate }],
    chunks: chunks.map(({ bytes, ...chunk }) => ({ ...chunk, scope, bytes: bytes.length })),
  }
}

/** The product's own way, but for the network: verify, unpack, insert, index; until it can be used. */
async function realLoad(path: string, chunks: readonly Chunk[]): Promise<void> {
  const staging = startWriter(join(import.meta.dirname, '../../../main/writer.ts'), () => {})
  const branchId = syntheticBranchId
  try {
    const plan = { path, key: benchKey, plan: planOf(chunks), nowMs: 0 }
    const { chunks: staged } = await staging.call('staging.plan', plan)
    const open = (at: number) => {
      const [chunk, planned] = [chunks[at], staged[at]]
      return chunk && planned && openChunk(planned.sha256, chunk.bytes)
    }
    let next = open(0)
    for (const { ordinal } of staged) {
      const text = await next
      next = open(ordinal + 1)
      if (text) await staging.call('staging.applyChunk', { ordinal, text, branchId })
    }
    await staging.call('staging.index')
    await staging.call('staging.finish', { path })
  } finally {
    await staging.stop()
  }
}

/** What is left of the search when the cache can be used; it is filled in while people work. */
async function restOfSearch(path: string): Promise<Spent> {
  const db = openFile(path, benchKey, { mode: 'write', kind: 'disposable' })
  const spent = await spentBy(() => {
    let done = false
    while (!done) done = atomically(db, () => fillSearch(db))
  })
  db.close()
  return spent
}

/** Its sizes. */
export const bootstrapSize: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }

/** Bootstrap: from compressed chunks to a usable, encrypted cache; the search filled in behind it. */
export async function benchBootstrap(scale: Scale): Promise<Result> {
  const size = branchOf(sizeOn(scale, bootstrapSize))
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  try {
    const create = await tableStatements(folder)
    const rows = new Map<TableName, Values[]>(names.map((name) => [name, [...rowsOf(size, name)]]))
    const chunks = [...rows].flatMap(([name, values]) => chunksOf(name, values))
    const staging = join(folder, 'staging.db')
    const bare = (cipher: boolean) =>
      spentBy(() => bareLoad(join(folder, 'bare.db'), create, rows, cipher))
    const encrypted: Spent[] = []
    const search: Spent[] = []
    const spent = await byTurns(
      () => bare(false),
      async () => {
        encrypted.push(await bare(true))
        const real = await spentBy(() => realLoad(staging, chunks))
        search.push(await restOfSearch(staging))
        return real
      },
    )
    const basis = basisNow()
    const limit = figures(spent.limit, basis)
    const ours = figures(spent.ours, basis)
    const behind = figures(search, basis)
    const count = [...rows.values()].reduce((sum, values) => sum + values.length, 0)
    const transactions = rows.get('bank_transaction')?.length ?? 0
    const bytes = (name: TableName) =>
      chunks
        .filter(({ table }) => table === name)
        .reduce((sum, chunk) => sum + chunk.bytes.length, 0)
    return {
      area: 'bootstrap',
      what: `${count} rows: ${size.customers} customers, ${transactions} transactions`,
      basis,
      limitMs: median(limit),
      oursMs: median(ours),
      ratio: ratioOf(ours, limit),
      goal: { of: 'ratio', most: 1.2 },
      details: {
        'against the same bare load encrypted': `${ratioOf(ours, figures(encrypted, basis)).toFixed(2)}x`,
        'search filled in afterwards, ms': Math.round(median(behind)),
        'bytes a customer': Math.round(bytes('customer') / size.customers),
        'bytes a transaction': Math.round((bytes('bank_transaction') / transactions) * 10) / 10,
      },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
