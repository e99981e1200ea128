import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import { all } from '#db/connection/statements.ts'
import { insertCommand } from '#db/journal/commands.ts'
import { setting } from '#db/journal/settings.ts'
import { keySlots } from '#db/journal/slots.ts'
import { selectUsage } from '#db/journal/usage-rows.ts'
import { encodeRecord, scanRecords } from '#db/records/format.ts'
import type { Image } from '#db/records/images.ts'
import { contentBytes, type RecordContent } from '#db/records/known.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { chance } from '#platform/chance/chance.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('journal-records')
const key = Buffer.alloc(32, 3)

/** The writer's operations on the files of a folder; a `crash` closes nothing that was not on disk. */
class Terminal {
  readonly home: string
  files = new WriterFiles()
  operations = createOperations({ fill: () => true, update: () => {} }, this.files)

  constructor(home: string) {
    this.home = home
  }

  get path() {
    return join(this.home, 'journal.db')
  }

  get records() {
    return [join(this.home, 'records'), join(this.home, 'records-copy')]
  }

  open(over: { key?: Uint8Array; nowMs?: number } = {}) {
    return this.operations['journal.open']({
      path: this.path,
      key,
      records: this.records,
      nowMs: 1,
      ...over,
    })
  }

  give(id: string) {
    return this.operations['journal.submit']({
      branchId: 'b',
      entries: [usage],
      command: {
        ...command,
        commandId: id,
        payload: { summary: `谈${id}`.repeat(200) },
      },
    })
  }

  take() {
    return this.operations['journal.takeBatch']({ maxCommands: 100, maxBytes: 1e7 })
  }

  answer(...commands: { seq: number; commandId: string }[]) {
    const results = commands.map(({ seq, commandId }): CommandResult => ({
      seq,
      commandId,
      outcome: 'applied',
      code: null,
      conflicts: [],
      revs: {},
      ver: 1,
      decidedAtMs: seq,
    }))
    return this.operations['journal.storeResults']({ results, branchId: 'b' })
  }

  get commands() {
    return all(this.files.journal, 'SELECT * FROM command ORDER BY ordinal')
  }

  get content() {
    const db = this.files.journal
    return {
      commands: this.commands,
      settings: all(db, `SELECT * FROM setting WHERE key <> 'recordNumber' ORDER BY key`),
      usage: all(db, `${selectUsage} ORDER BY usage_record.place`),
      attempts: all(db, 'SELECT * FROM login_attempt ORDER BY id'),
    }
  }

  /** The files as a kill leaves them, on a terminal of its own. */
  killed(): Terminal {
    const home = folder()
    cpSync(this.home, home, { recursive: true, filter: (path) => !path.endsWith('-shm') })
    return new Terminal(home)
  }

  close() {
    this.operations['journal.close']()
  }
}

const usage = {
  ledger_id: 'l',
  epoch: 1,
  boot_id: 'b',
  mono_ms: 0,
  wall_ms: 0,
  actor: 'li',
  role: '',
  session: 's',
  auth_mode: 'offline' as const,
  type: 'action' as const,
  object: '',
  app_ver: '0',
  policy_ver: '1',
  body: '{"a":1}',
}

const command = {
  name: 'contact.log' as const,
  version: 1,
  staffId: 'li',
  grant: 'g',
  givenAtMs: 1,
  clockOffsetMs: 0,
  baseRevs: {},
  dependsOn: null,
  supersedes: null,
  customerId: null,
}

const device = {
  deviceId: 'd',
  deviceEpoch: 1,
  branchId: 'b',
  branchName: 'B',
  ledgerId: 'l',
  grantKey: 'k',
  demo: true,
}

let terminal: Terminal
/** Everything the terminal holds after some work. */
let before: Terminal['content']

/** Settled, withdrawn, sent and waiting commands, an attempt and an identity. */
beforeEach(async () => {
  terminal = new Terminal(folder())
  await terminal.open()
  terminal.operations['journal.remember']({ values: { device, epoch: 'e' } })
  for (const id of ['a', 'b']) terminal.give(id)
  terminal.answer(...terminal.take())
  for (const id of ['c', 'd']) terminal.give(id)
  terminal.operations['journal.withdraw']({ commandId: 'c', staffId: 'li', branchId: 'b' })
  terminal.take()
  const attempt = { account: '1', mode: 'offline', run_id: 'r', mono_ms: 1, wall_ms: 1 } as const
  terminal.operations['journal.openAttempt']({ attempt, entries: [usage] })
  for (const id of ['e', 'f']) terminal.give(id)
  before = terminal.content
  return () => terminal.close()
})

/** Overwrites blocks of a file with noise. */
function spoil(path: string, at: number, bytes = 512): void {
  const content = readFileSync(path)
  Buffer.from(chance(at + 1).bytes(bytes)).copy(content, at)
  writeFileSync(path, content)
}

/** A usage record's image as it was made when its body stood in another table. */
function apart(image: Image): Image[] {
  const { salt = null, body = null, ...row } = image.row
  if (image.table !== 'usage_record') return [image]
  const { ledger_id = null, epoch = null, seq = null } = row
  const kept: Image = { table: 'usage_body', row: { ledger_id, epoch, seq, salt, body } }
  return body === null ? [{ ...image, row }] : [kept, { ...image, row }]
}

describe('a damaged log of the journal', () => {
  test('costs nothing, wherever it is damaged', async () => {
    const { size } = statSync(`${terminal.path}-wal`)
    let continued = 0
    for (let part = 0; part < 5; part += 1) {
      const again = terminal.killed()
      spoil(`${again.path}-wal`, Math.floor((size * part) / 5), 600)
      const opening = await again.open()
      expect(again.content, `part ${part}`).toEqual(before)
      expect(opening.missing).toBe(0)
      if (opening.state !== 'whole') continued += 1
      again.close()
      const third = again.killed()
      expect(await third.open()).toMatchObject({
        state: 'whole',
        copies: [{ state: 'whole' }, { state: 'whole' }],
      })
      expect(third.content).toEqual(before)
      third.close()
    }
    expect(continued).toBeGreaterThan(3)
  })

  test('that is gone costs nothing', async () => {
    const again = terminal.killed()
    rmSync(`${again.path}-wal`)
    expect((await again.open()).restored).toBeGreaterThan(0)
    expect(again.content).toEqual(before)
    again.close()
  })
})

describe('a damaged journal', () => {
  /** The journal's file with its log taken in. */
  const rested = () => {
    const again = terminal.killed()
    const db = terminal.files.journal
    db.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(terminal.path, again.path)
    rmSync(`${again.path}-wal`, { force: true })
    return again
  }

  test('is set aside and built anew, wherever it is damaged', async () => {
    const { size } = statSync(rested().path)
    for (let page = 0; page < size / 4096; page += 7) {
      const again = rested()
      spoil(again.path, page * 4096 + 700)
      const opening = await again.open({ nowMs: 5 })
      expect(opening, `page ${page}`).toMatchObject({ state: 'rebuilt', missing: 0 })
      expect(readdirSync(again.home)).toContain('journal.db.damaged-5')
      expect(again.content, `page ${page}`).toEqual(before)
      again.close()
    }
  })

  test('is built anew from one copy, with holes in the other, and from what stands in either', async () => {
    const one = rested()
    truncateSync(one.path, 5_000)
    rmSync(one.records[0] ?? '', { recursive: true })
    expect(await one.open()).toMatchObject({ state: 'rebuilt', missing: 0 })
    expect(one.content).toEqual(before)
    one.close()
    const two = rested()
    spoil(two.path, 0)
    for (const [at, copy] of two.records.entries()) {
      const path = join(copy, 'journal.records')
      spoil(path, Math.floor((statSync(path).size * (at + 1)) / 3))
    }
    expect(await two.open()).toMatchObject({
      state: 'rebuilt',
      missing: 0,
      copies: [{ state: 'damaged' }, { state: 'damaged' }],
    })
    expect(two.content).toEqual(before)
    two.close()
  })

  test('brings nothing back that was done: sent stays sent, withdrawn withdrawn', async () => {
    const again = rested()
    spoil(again.path, 0)
    await again.open()
    const states = all<{ command_id: string; state: string; seq: number | null }>(
      again.files.journal,
      'SELECT command_id, state, seq FROM command ORDER BY ordinal',
    )
    expect(states).toMatchObject([
      { command_id: 'a', state: 'applied', seq: 1 },
      { command_id: 'b', state: 'applied', seq: 2 },
      { command_id: 'c', state: 'withdrawn', seq: null },
      { command_id: 'd', state: 'sent', seq: 3 },
      { command_id: 'e', state: 'waiting' },
      { command_id: 'f', state: 'waiting' },
    ])
    expect(again.take().map(({ seq, commandId }) => [seq, commandId])).toEqual([
      [3, 'd'],
      [4, 'e'],
      [5, 'f'],
    ])
    again.close()
  })

  test('that is gone, with its log left behind, is built anew without it', async () => {
    const again = terminal.killed()
    rmSync(again.path)
    expect(await again.open()).toMatchObject({ state: 'rebuilt' })
    expect(again.content).toEqual(before)
    again.close()
    const next = again.killed()
    expect(await next.open()).toMatchObject({ state: 'whole' })
    next.close()
  })

  test('is built anew from records of before a body stood in the row of its record', async () => {
    const again = terminal.killed()
    const sealing = deriveKey(key, Buffer.alloc(0), 'ocrm-journal-records')
    for (const path of again.records.map((copy) => join(copy, 'journal.records'))) {
      const { records } = scanRecords(sealing, readFileSync(path))
      const former = records.map(({ number, content }) => {
        const { rows, ...rest } = JSON.parse(content.toString()) as RecordContent
        return encodeRecord(sealing, number, contentBytes({ ...rest, rows: rows.flatMap(apart) }))
      })
      writeFileSync(path, Buffer.concat(former))
    }
    rmSync(again.path)
    expect(await again.open()).toMatchObject({ state: 'rebuilt' })
    expect(again.content).toEqual(before)
    again.close()
  })

  test('whose identity no record tells keeps what waits, to be numbered after a new enrolment', async () => {
    const again = new Terminal(folder())
    await again.open()
    again.give('x')
    again.take()
    again.give('y')
    again.close()
    spoil(again.path, 0)
    await again.open({ nowMs: 9 })
    expect(setting(again.files.journal, 'device')).toBeNull()
    expect(again.take().map(({ seq, commandId }) => [seq, commandId])).toEqual([
      [1, 'x'],
      [2, 'y'],
    ])
    again.close()
  })

  test('is refused and left alone where no record can be read', async () => {
    const again = rested()
    const bytes = readFileSync(again.path)
    const other = { key: Buffer.alloc(32, 4) }
    await expect(again.open(other)).rejects.toMatchObject({ code: 'journal.damaged' })
    expect(readFileSync(again.path).equals(bytes)).toBe(true)
    expect(await again.open()).toMatchObject({ state: 'whole', copies: [{ state: 'whole' }, {}] })
    again.close()
  })
})

describe('records', () => {
  test('that lack the last transaction are written anew: a kill between journal and record', async () => {
    const [first = '', second = ''] = terminal.records.map((own) => join(own, 'journal.records'))
    const older = [first, second].map((path) => readFileSync(path))
    terminal.give('g')
    const now = terminal.content
    for (const lacking of [[first], [second], [first, second]]) {
      const again = terminal.killed()
      for (const path of lacking) {
        writeFileSync(path.replace(terminal.home, again.home), older[path === first ? 0 : 1] ?? '')
      }
      expect(await again.open()).toMatchObject({ state: 'whole', restored: 0 })
      expect(again.content).toEqual(now)
      again.close()
      // From now on there are only the records.
      spoil(again.path, 0)
      await again.open()
      expect(again.content).toEqual(now)
      again.close()
    }
  })

  test('are bounded: what is settled and old goes, what waits stays', async () => {
    const { journal } = terminal.files
    const letters = 'x'.repeat(4_000)
    for (let part = 0; part < 3; part += 1) {
      terminal.files.keep(() => {
        for (let n = 0; n < 100; n += 1) {
          insertCommand(journal, { ...command, commandId: `n${part}-${n}`, payload: letters })
        }
      })
    }
    terminal.files.keep(() => {
      journal.exec(`UPDATE command SET decided_at = 1000000000 WHERE command_id = 'b'`)
      journal.exec(`UPDATE command SET state = 'dismissed', settled = 1, decided_at = 1
        WHERE command_id LIKE 'n0-%'`)
    })
    const path = join(terminal.records[0] ?? '', 'journal.records')
    const sizes: number[] = []
    for (let round = 0; round < 5; round += 1) {
      terminal.files.keep(() => {
        journal.exec(`UPDATE command SET attempts = attempts + 1 WHERE command_id LIKE 'n2-%'`)
        journal.exec(`UPDATE command SET attempts = attempts + 1 WHERE command_id LIKE 'n1-%'`)
      })
      sizes.push(statSync(path).size)
    }
    expect(sizes.some((size, at) => size < (sizes[at - 1] ?? 0))).toBe(true)
    const again = terminal.killed()
    const count = (own: Terminal, which: string) =>
      all(own.files.journal, `SELECT 1 FROM command WHERE ${which}`).length
    spoil(again.path, 0)
    expect(await again.open()).toMatchObject({ state: 'rebuilt', missing: 0 })
    expect(count(again, `state IN ('waiting', 'sent')`)).toBe(203)
    expect(count(terminal, `command_id LIKE 'n0-%'`)).toBe(100)
    // The newest 200 places are kept whatever became of them: 'n0-99' and those before it are older.
    expect(count(again, `command_id LIKE 'n0-%'`)).toBe(0)
    again.close()
  })

  test('of another terminal in the second folder are set aside, not overwritten', async () => {
    const other = new Terminal(folder())
    await other.open({ key: Buffer.alloc(32, 9) })
    other.close()
    const again = terminal.killed()
    const path = join(again.records[1] ?? '', 'journal.records')
    cpSync(join(other.records[1] ?? '', 'journal.records'), path)
    const foreign = readFileSync(path)
    expect(await again.open({ nowMs: 8 })).toMatchObject({
      state: 'whole',
      copies: [{ state: 'whole' }, { state: 'unreadable' }],
    })
    expect(readFileSync(`${path}.unread-8`).equals(foreign)).toBe(true)
    again.close()
  })

  test('that cannot be written keep nobody from working, and are caught up on', async () => {
    const again = terminal.killed()
    const [, second = ''] = again.records
    rmSync(second, { recursive: true })
    writeFileSync(second, 'no folder')
    await again.open()
    again.give('g')
    expect(again.operations['journal.recordTroubles']()).toHaveLength(1)
    expect(again.operations['journal.recordTroubles']()).toEqual([])
    rmSync(second)
    for (let n = 0; n < 66; n += 1) again.give(`h${n}`)
    const now = again.content
    expect(existsSync(join(second, 'journal.records'))).toBe(true)
    rmSync(again.records[0] ?? '', { recursive: true })
    again.close()
    spoil(again.path, 0)
    expect(await again.open()).toMatchObject({ state: 'rebuilt', missing: 0 })
    expect(again.content).toEqual(now)
    again.close()
  })

  test('hold no key slot, but tell that one went', async () => {
    const slot = {
      staff_id: 'li',
      staff_no: '1',
      name: '李',
      post: 'manager',
      grant_text: 'g',
      grant_issued_at: 1,
      grant_until: 2,
      credential_version: 1,
      cache_key_version: 1,
      online_only: 0,
      stretch: '{}',
      sealed: Buffer.from('secret'),
    }
    terminal.operations['journal.closeAttempt']({ id: 1, outcome: 'passed', entries: [], slot })
    terminal.files.journal.pragma('wal_checkpoint(TRUNCATE)')
    terminal.operations['journal.deleteSlots']({ staffIds: ['li'] })
    const again = terminal.killed()
    rmSync(`${again.path}-wal`)
    expect(await again.open()).toMatchObject({ state: 'continued' })
    expect(keySlots(again.files.journal)).toEqual([])
    again.close()
  })
})
