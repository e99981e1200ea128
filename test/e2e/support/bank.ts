import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { test as base } from 'playwright/test'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { freePort } from '#head-office/postgres/server.ts'
import { importBerka, sampleFolder } from '#test/support/berka.ts'
import { importedUsers } from '#tools/start/demo.ts'
import { launchTerminal, type Terminal, type TerminalOptions } from '#test/support/terminal-app.ts'
import { newBankDatabase, removeBankDatabase } from './banks.ts'
import {
  type HeadOfficeKind,
  type HeadOfficeProcess,
  startHeadOfficeProcess,
} from './head-office-process.ts'

/** A database of a bank, before or after it was filled. */
export interface BankData {
  users: readonly DemoUser[]
}

/** What a bank begins with: the demo's small branch, or an empty database and how it is filled. */
export type Fill = 'demo' | ((databaseUrl: string) => Promise<BankData>)

/** The invented demo bank, small. */
export const demoBank: Fill = 'demo'

/**
 * The files of the Czech bank, imported: the folder named by OCRM_BERKA_DIR, else the made-up sample
 * in the same formats.
 */
export const importedBank: Fill = async (databaseUrl) => {
  const outFolder = mkdtempSync(join(tmpdir(), 'ocrm-e2e-import-'))
  await importBerka(databaseUrl, process.env['OCRM_BERKA_DIR'] ?? sampleFolder, outFolder)
  rmSync(outFolder, { recursive: true, force: true })
  return { users: await importedUsers(databaseUrl) }
}

/** A PC of a branch: its data folder outlives the windows opened on it. */
export interface BranchPc {
  userData: string
  /** Opens the terminal; several times one after the other. */
  open(options?: Omit<TerminalOptions, 'userData'>): Promise<Terminal>
}

/** PostgreSQL, a filled database and a head office process that tests start and kill. */
export interface Bank extends BankData {
  pool: pg.Pool
  databaseUrl: string
  /** Address under which head office is found whenever it runs. */
  address: string
  /** Folder for the files of this bank's processes; removed at the end. */
  folder: string
  /** The user with a role; the first outlet's first. */
  user(role: DemoUser['role']): DemoUser
  /** The user with a staff number. */
  person(staffNo: string): DemoUser
  /** Starts head office on its port; `dying` kills itself between its first commit and the reply. */
  openHeadOffice(kind?: HeadOfficeKind): Promise<HeadOfficeProcess>
}

async function withBank(fill: Fill, use: (bank: Bank) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-e2e-'))
  const database = await newBankDatabase(fill === 'demo' ? 'demo' : 'empty')
  const databaseUrl = database.url
  const { users } = fill === 'demo' ? database : await fill(databaseUrl)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => {})
  const port = await freePort()
  const opened: HeadOfficeProcess[] = []
  try {
    await use({
      users,
      pool,
      databaseUrl,
      folder,
      address: `http://127.0.0.1:${port}`,
      user(role) {
        const user = users.find((each) => each.role === role)
        if (!user) throw new Error(`nobody is ${role}`)
        return user
      },
      person(staffNo) {
        const user = users.find((each) => each.staffNo === staffNo)
        if (!user) throw new Error(`nobody is ${staffNo}`)
        return user
      },
      async openHeadOffice(kind) {
        const place = { databaseUrl, dataDir: join(folder, 'head-office'), port }
        const process = await startHeadOfficeProcess(place, kind)
        opened.push(process)
        return process
      },
    })
  } finally {
    for (const process of opened) await process.kill()
    await pool.end()
    await removeBankDatabase(database.name)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A new PC in a branch, with a one-time code in its `terminal.json`, as IT would prepare it. */
async function preparePc(bank: Bank, branchId: string): Promise<string> {
  const userData = mkdtempSync(join(bank.folder, 'pc-'))
  const config = {
    headOfficeUrl: bank.address,
    deviceName: userData.slice(-9),
    demo: true,
    enrolmentCode: await createEnrolmentCode(bank.pool, { branchId }),
  }
  writeFileSync(join(userData, 'terminal.json'), JSON.stringify(config))
  return userData
}

/** `test` with a bank of the kind given, one for each worker, and PCs that belong to one test. */
export function testWithBank(fill: Fill) {
  return base.extend<{ newPc: (branchId: string) => Promise<BranchPc> }, { bank: Bank }>({
    bank: [
      // The first argument must be a destructuring pattern: Playwright reads its names.
      async ({}, use) => withBank(fill, use),
      { scope: 'worker', timeout: 180_000 },
    ],
    newPc: async ({ bank }, use) => {
      const terminals: Terminal[] = []
      await use(async (branchId) => {
        const userData = await preparePc(bank, branchId)
        return {
          userData,
          async open(options = {}) {
            const terminal = await launchTerminal({ ...options, userData })
            terminals.push(terminal)
            return terminal
          },
        }
      })
      for (const terminal of terminals) await terminal.close()
    },
  })
}
