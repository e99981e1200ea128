import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { all, run } from '#db/connection/statements.ts'
import type { UsageEntry } from '#db/journal/ledger.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { evolvedKey, macOfHash } from '#platform/crypto/evolving-key.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('ledger-key')
const key = Buffer.alloc(32, 3)
const first = Buffer.alloc(32, 9)
const ledger = { ledgerId: 'l', epoch: 1 }

const device = {
  deviceId: 'd',
  deviceEpoch: 1,
  branchId: 'b',
  branchName: 'B',
  ledgerId: 'l',
  grantKey: 'k',
  demo: true,
}

const entry = (over: Partial<UsageEntry> = {}): UsageEntry => ({
  ledger_id: 'l',
  epoch: 1,
  boot_id: 'boot',
  mono_ms: 1,
  wall_ms: 1,
  actor: 'li',
  role: 'teller',
  session: 's',
  auth_mode: 'online',
  type: 'action',
  object: '',
  app_ver: '0.1.0',
  policy_ver: '1',
  body: null,
  ...over,
})

interface Row {
  seq: number
  hash: string
  mac: string | null
  prev: string
}

/** The writer's operations on the files of a folder, without copies of the journal's records. */
class Terminal {
  readonly files = new WriterFiles()
  readonly operations = createOperations({ fill: () => true, update: () => {} }, this.files)
  readonly home: string

  constructor(home: string) {
    this.home = home
  }

  get keyFile() {
    return join(this.home, 'ledger.key')
  }

  async open() {
    const { ledger: opening } = await this.operations['journal.open']({
      path: join(this.home, 'journal.db'),
      key,
    })
    return opening
  }

  /** Records, whose last key is written as it is once the answer is on its way. */
  append(count = 1) {
    this.answered(count)
    this.files.ledgerKeys?.settle()
  }

  /** Records as they stand when their answer goes out. */
  answered(count = 1) {
    this.operations['journal.append']({ entries: Array.from({ length: count }, () => entry()) })
  }

  get rows() {
    return all<Row>(
      this.files.journal,
      'SELECT seq, hash, mac, prev FROM usage_record ORDER BY place',
    )
  }

  /** The files as a kill leaves them now, on a terminal of its own. */
  killed(): Terminal {
    const home = folder()
    cpSync(this.home, home, { recursive: true, filter: (path) => !path.endsWith('-shm') })
    return new Terminal(home)
  }

  close() {
    this.operations['journal.close']()
  }
}

/** Numbers of the records whose seal is not that of the key of their number. */
function wrongSeals(rows: readonly Row[]): number[] {
  return rows
    .filter(({ seq, hash, mac }) => macOfHash(evolvedKey(first, seq), hash) !== mac)
    .map(({ seq }) => seq)
}

let terminal: Terminal
beforeEach(async () => {
  terminal = new Terminal(folder())
  expect(await terminal.open()).toEqual({ state: 'none', head: 0, key: 0 })
  terminal.operations['journal.enrolled']({ values: { device }, ledgerKey: { ledger, first } })
  return () => terminal.close()
})

describe('every record is sealed by the key of its number', () => {
  test('also several in one call, and after starts', async () => {
    terminal.append(3)
    terminal.close()
    expect(await terminal.open()).toEqual({ state: 'normal', head: 3, key: 4 })
    terminal.append(2)
    expect(terminal.rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
    expect(wrongSeals(terminal.rows)).toEqual([])
  })

  test('no key of a record that was written is left in the file', () => {
    terminal.append(4)
    terminal.close()
    const slots = readFileSync(terminal.keyFile)
    const used = [0, 1].map((slot) =>
      slots.subarray(slot * 4_096, (slot + 1) * 4_096).some(Boolean),
    )
    expect(used.filter(Boolean)).toHaveLength(1)
  })

  test('of a PC enrolled before there were keys, records have none, and nothing is found', async () => {
    const old = new Terminal(folder())
    await old.open()
    old.operations['journal.enrolled']({ values: { device } })
    old.append(2)
    old.close()
    expect(await old.open()).toEqual({ state: 'none', head: 2, key: 0 })
    old.append()
    expect(old.rows.map(({ seq, mac }) => [seq, mac])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ])
    old.close()
  })

  test('a transaction that would hold two records is none', () => {
    const attempt = { account: '1', mode: 'offline', run_id: 'r', mono_ms: 1, wall_ms: 1 } as const
    expect(() =>
      terminal.operations['journal.openAttempt']({ attempt, entries: [entry(), entry()] }),
    ).toThrow('one usage record')
    expect(terminal.rows).toEqual([])
  })

  test('what failed and was not committed takes no key', () => {
    terminal.append()
    run(terminal.files.journal, 'DROP TABLE login_attempt')
    const attempt = { account: '1', mode: 'offline', run_id: 'r', mono_ms: 1, wall_ms: 1 } as const
    expect(() =>
      terminal.operations['journal.openAttempt']({ attempt, entries: [entry()] }),
    ).toThrow(/login_attempt/)
    terminal.append()
    expect(wrongSeals(terminal.rows)).toEqual([])
    expect(terminal.rows.map(({ seq }) => seq)).toEqual([1, 2])
  })
})

describe('a start compares key and records', () => {
  test('killed between the transaction and its key: the key goes one step, nothing is found', async () => {
    terminal.append(2)
    const before = readFileSync(terminal.keyFile)
    terminal.append()
    const dead = terminal.killed()
    writeFileSync(dead.keyFile, before)
    expect(await dead.open()).toEqual({ state: 'evolved', head: 3, key: 3 })
    dead.append()
    expect(wrongSeals(dead.rows)).toEqual([])
    dead.close()
    expect(await dead.open()).toEqual({ state: 'normal', head: 4, key: 5 })
    dead.close()
  })

  test('killed as soon as it answered: the key is one step behind, however many records there were', async () => {
    terminal.answered(4)
    expect(await terminal.killed().open()).toEqual({ state: 'evolved', head: 4, key: 4 })
  })

  test('the key is written without anybody asking for it', async () => {
    terminal.answered()
    await vi.waitFor(async () =>
      expect(await terminal.killed().open()).toEqual({ state: 'normal', head: 1, key: 2 }),
    )
  })

  test('the log deleted: LOCAL_ROLLBACK, and the gap stays where the records were', async () => {
    terminal.append(2)
    terminal.files.journal.pragma('wal_checkpoint(TRUNCATE)')
    terminal.append(4)
    const dead = terminal.killed()
    rmSync(`${join(dead.home, 'journal.db')}-wal`)
    expect(await dead.open()).toEqual({ state: 'LOCAL_ROLLBACK', head: 2, key: 7 })
    dead.append()
    expect(dead.rows.map(({ seq }) => seq)).toEqual([1, 2, 7])
    expect(dead.rows[2]?.prev).toBe(dead.rows[1]?.hash)
    expect(wrongSeals(dead.rows)).toEqual([])
    dead.close()
  })

  test('one record cut off is found as well', async () => {
    terminal.append(3)
    run(terminal.files.journal, 'DELETE FROM usage_record WHERE seq = 3')
    terminal.close()
    expect(await terminal.open()).toEqual({ state: 'LOCAL_ROLLBACK', head: 2, key: 4 })
  })

  test('an earlier key file put back: KEY_ROLLBACK, and the chain goes on with the right key', async () => {
    terminal.append()
    terminal.close()
    copyFileSync(terminal.keyFile, `${terminal.keyFile}.kept`)
    await terminal.open()
    terminal.append(4)
    terminal.close()
    copyFileSync(`${terminal.keyFile}.kept`, terminal.keyFile)
    expect(await terminal.open()).toEqual({ state: 'KEY_ROLLBACK', head: 5, key: 2 })
    terminal.append()
    expect(wrongSeals(terminal.rows)).toEqual([])
  })

  test('a key file that is gone, or of another PC, is a rollback to nothing', async () => {
    terminal.append(2)
    terminal.close()
    const other = Buffer.alloc(8_192, 7)
    for (const spoil of [
      () => rmSync(terminal.keyFile),
      () => writeFileSync(terminal.keyFile, other),
    ]) {
      spoil()
      expect(await terminal.open()).toEqual({ state: 'KEY_ROLLBACK', head: 2, key: 0 })
      terminal.close()
    }
    await terminal.open()
  })

  test('one torn slot leaves the other', async () => {
    terminal.append(2)
    const dead = terminal.killed()
    const bytes = readFileSync(dead.keyFile)
    // Installing, first and second record: the third writing went into the second slot.
    bytes.fill(1, 4_096, 4_200)
    writeFileSync(dead.keyFile, bytes)
    expect(await dead.open()).toEqual({ state: 'evolved', head: 2, key: 2 })
    dead.append()
    expect(wrongSeals(dead.rows)).toEqual([])
    dead.close()
  })

  test('the last record altered while its key waits: MAC', async () => {
    terminal.append()
    const before = readFileSync(terminal.keyFile)
    terminal.append()
    run(terminal.files.journal, `UPDATE usage_record SET hash = ? WHERE seq = 2`, 'ab'.repeat(32))
    terminal.close()
    writeFileSync(terminal.keyFile, before)
    expect(await terminal.open()).toMatchObject({ state: 'MAC', head: 2, key: 2 })
  })
})
