import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
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

/**
 * Writes a chain out of head office's database: that of `HEAD_OFFICE_DATABASE_URL`, of a running
 * `npm start`, or of this clone. Its keys lie in `HEAD_OFFICE_DATA_DIR`, or where `npm start` keeps them.
 */
export async function exportFrom(
  wish: ExportWish,
): Promise<{ headOfficeKey: string; records: number }> {
  const server = await openServer()
  const pool = new pg.Pool({ connectionString: server.url(wish.database), max: 2 })
  try {
    const chains = await chainsOf(pool, wish.device)
    const chain = chains.find(({ epoch }) => wish.epoch === null || epoch === wish.epoch)
    if (!chain) throw new Unreadable(`没有该终端的台账 · there is no ledger of ${wish.device}`)
    const folder =
      process.env['HEAD_OFFICE_DATA_DIR'] ?? join(stateDir, 'head-office', wish.database)
    const master = await openMasterKey(folder)
    const { publicKey, privateKey } = await openGrantKeys(pool, master, Date.now())
    const actor = `os:${userInfo().username}`
    const made = await exportLedger(pool, { master, privateKey }, chain, actor, Date.now())
    writeFileSync(wish.out, made.text)
    if (wish.firstKeyOut !== null && made.firstKey !== null) {
      writeFileSync(wish.firstKeyOut, `${made.firstKey}\n`, { mode: 0o600 })
    }
    return { headOfficeKey: publicKey, records: made.records }
  } finally {
    await pool.end()
    await server.stop()
  }
}
