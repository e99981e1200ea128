import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { exportMonth } from '#head-office/assessment/export.ts'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { type MasterKey, openMasterKey } from '#head-office/keys/master-key.ts'
import { chainsOf, exportLedger } from '#head-office/ledger/export.ts'
import { openServer } from '#tools/start/database.ts'
import { stateDir } from '#tools/start/state.ts'
import { Unreadable } from './verify/encoding.ts'

/** What is to be written, and where. */
export interface ExportWish {
  device: string
  out: string
  firstKeyOut: string | null
  /** Null for the newest. */
  epoch: number | null
  database: string
}

/** A branch's month that is to be written, and where. */
export interface MonthWish {
  month: string
  branch: string
  out: string
  database: string
}

/** Who sits at this machine. */
const actor = () => `os:${userInfo().username}`

/**
 * Opens head office's database, that of `HEAD_OFFICE_DATABASE_URL`, of a running `npm start`, or of this
 * clone, and its keys, which lie in `HEAD_OFFICE_DATA_DIR`, or where `npm start` keeps them.
 */
async function withHeadOffice<Result>(
  database: string,
  work: (
    pool: pg.Pool,
    keys: { master: MasterKey; publicKey: string; privateKey: string },
  ) => Promise<Result>,
): Promise<Result> {
  const server = await openServer()
  const pool = new pg.Pool({ connectionString: server.url(database), max: 2 })
  try {
    const folder = process.env['HEAD_OFFICE_DATA_DIR'] ?? join(stateDir, 'head-office', database)
    const master = await openMasterKey(folder)
    return await work(pool, { master, ...(await openGrantKeys(pool, master, Date.now())) })
  } finally {
    await pool.end()
    await server.stop()
  }
}

/** Writes a chain out of head office's database. */
export async function exportFrom(
  wish: ExportWish,
): Promise<{ headOfficeKey: string; records: number }> {
  return withHeadOffice(wish.database, async (pool, { publicKey, ...keys }) => {
    const chains = await chainsOf(pool, wish.device)
    const chain = chains.find(({ epoch }) => wish.epoch === null || epoch === wish.epoch)
    if (!chain) throw new Unreadable(`没有该终端的台账 · there is no ledger of ${wish.device}`)
    const made = await exportLedger(pool, keys, chain, actor(), Date.now())
    writeFileSync(wish.out, made.text)
    if (wish.firstKeyOut !== null && made.firstKey !== null) {
      writeFileSync(wish.firstKeyOut, `${made.firstKey}\n`, { mode: 0o600 })
    }
    return { headOfficeKey: publicKey, records: made.records }
  })
}

/** Writes a branch's month of the assessment out of head office's database. */
export async function exportMonthFrom({
  month,
  branch,
  out,
  database,
}: MonthWish): Promise<{ headOfficeKey: string; people: number }> {
  return withHeadOffice(database, async (pool, { publicKey, privateKey }) => {
    const wish = { month, branch }
    const made = await exportMonth(pool, privateKey, wish, actor(), Date.now()).catch(
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error
        throw new Unreadable(`没有该网点该月的考核 · there is no ${month} of ${branch}`)
      },
    )
    writeFileSync(out, made.text)
    return { headOfficeKey: publicKey, people: made.people }
  })
}
