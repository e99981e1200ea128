import { join } from 'node:path'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { packBatch, type RowBatch } from '#contract/sync/rows/batch.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import type { SnapshotPlan } from '#db/cache/staging.ts'
import { wireRow } from '#head-office/sources/wire-row.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/** The branch of the recorded terminal, and who works there. */
export const branchId = nameBasedId('power-cut', 'unit', 'A')
/** Who works there. */
export const staffId = nameBasedId('power-cut', 'staff', '1001')
/** The files of the recorded terminal. */
export const paths = (folder: string) => ({
  journal: join(folder, 'journal.db'),
  cache: join(folder, 'cache-1.db'),
  staging: join(folder, 'staging-1.db'),
  user: join(folder, `user_${staffId}.db`),
  records: [join(folder, 'records'), join(folder, 'records-copy')],
})

/** Life of head office's database. */
export const epoch = 'e1'
/** The one scope of the cache. */
export const scope = `branch:${branchId}`

/** A customer of the branch by number. */
export const customerId = (number: number): string =>
  nameBasedId('power-cut', 'customer', String(number))

/** How many customers the branch has. */
export const customerCount = 60

function customer(number: number, employer: string): object {
  const id = customerId(number)
  return {
    branch_id: branchId,
    id,
    customer_no: `C${id.slice(0, 8)}`,
    name: `客户${number}`,
    name_pinyin: 'ke hu',
    name_initials: 'kh',
    name_origin: 'source',
    sex: 'F',
    birth_date: '1980-02-29',
    nationality: '中国',
    occupation: '教师',
    address: `测试市东门路${number}号`,
    mobile: `1990000${String(number).padStart(4, '0')}`,
    id_type: '居民身份证',
    id_no: '999999198002290028',
    id_expiry: '2030-01-01',
    employer,
    opening_branch_id: branchId,
    customer_since: '2010-05-01',
    is_staff: false,
    do_not_contact: false,
    tier: 'standard',
    tier_state: 'normal',
  }
}

function summary(number: number): object {
  return {
    branch_id: branchId,
    customer_id: customerId(number),
    aum_fen: number * 1_000_000,
    aum_month_average_fen: number * 1_000_000,
    aum_quarter_average_fen: number * 1_000_000,
    aum_30_days_ago_fen: number * 1_000_000,
    loan_fen: 0,
    asset_classes: 'deposit',
    month_averages: '[]',
    completeness_bp: 9_000,
  }
}

/** Rows of a table as head office sends them, all at one version. */
export function batch(name: TableName, records: readonly object[], version: number): RowBatch {
  const table = tableNamed(name)
  const rows = records.map((record): { values: WireValue[]; ver: number; rev: number } => ({
    values: wireRow(table, record),
    ver: version,
    rev: version,
  }))
  return packBatch(table, rows)
}

/** Customers by number as they stand at a version; the version is their employer as well. */
export function customers(numbers: readonly number[], version: number): RowBatch {
  return batch(
    'customer',
    numbers.map((number) => customer(number, `单位${version}`)),
    version,
  )
}

/** Where the scope stands at a version. */
export function scopeAt(version: number) {
  return { scope, epoch, cursor: String(version), version, business_date: '2026-11-20' }
}

/** A snapshot of the whole branch at a version: its plan, and the text of each chunk. */
export function snapshot(
  version: number,
  contacts: readonly object[],
): { plan: SnapshotPlan; texts: Buffer[] } {
  const numbers = Array.from({ length: customerCount }, (_, number) => number)
  const batches = [
    customers(numbers.slice(0, 30), version),
    customers(numbers.slice(30), version),
    batch('customer_summary', numbers.map(summary), version),
    ...(contacts.length > 0 ? [batch('contact', contacts, version)] : []),
  ]
  const texts = batches.map((own) => Buffer.from(JSON.stringify(own)))
  const chunks = batches.map(({ table, count }, at) => {
    const text = texts[at] ?? Buffer.alloc(0)
    return { scope, sha256: sha256Hex(text), table, rows: count, bytes: text.length }
  })
  return { plan: { scopes: [scopeAt(version)], chunks }, texts }
}
