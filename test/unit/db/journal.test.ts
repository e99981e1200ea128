import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import { usageHashInput } from '#domain/usage/encoding.ts'
import { usageRecordSchema } from '#domain/usage/record.ts'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { all, atomically } from '#db/connection/statements.ts'
import {
  commandById,
  commandCountsOf,
  lastAnsweredSeq,
  unsettledCommands,
} from '#db/journal/command-rows.ts'
import {
  closeRejection,
  insertCommand,
  resendAnswered,
  restartSequence,
  settleCommands,
  storeResults,
  takeBatch,
  unsettleAnswered,
  withdrawCommand,
} from '#db/journal/commands.ts'
import type { LedgerKey } from '#db/journal/key-file.ts'
import { appendUsage, bodyHash, ledgerHead, type UsageEntry } from '#db/journal/ledger.ts'
import { putSettings, setting } from '#db/journal/settings.ts'
import { selectUsage, type UsageRow } from '#db/journal/usage-rows.ts'
import { openVisits } from '#db/journal/visits.ts'
import { journalMigrations } from '#db/migrations/journal/list.ts'
import { migrateFile } from '#db/migrations/run.ts'
import { submissionDetail } from '#main/service/submissions/detail.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('journal')
const key = Buffer.alloc(32, 1)
let db: SqliteDatabase

beforeEach(async () => {
  const path = join(folder(), 'journal.db')
  await migrateFile(path, key, journalMigrations)
  db = openFile(path, key, { mode: 'write', kind: 'lasting' })
  return () => db.close()
})

function give(commandId: string, over: object = {}): void {
  insertCommand(db, {
    commandId,
    name: 'task.complete',
    version: 1,
    staffId: 'li',
    grant: 'grant',
    givenAtMs: 1,
    clockOffsetMs: 0,
    baseRevs: {},
    dependsOn: null,
    supersedes: null,
    customerId: 'zhou',
    payload: { note: 'x'.repeat(1_000) },
    ...over,
  })
}

const take = (most = 200, bytes = 1e6) => takeBatch(db, most, bytes)

function result(seq: number, commandId: string, over: Partial<CommandResult> = {}): CommandResult {
  return {
    seq,
    commandId,
    outcome: 'applied',
    code: null,
    conflicts: [],
    revs: {},
    ver: 1,
    decidedAtMs: 1_000 + seq,
    ...over,
  }
}

const state = (commandId: string) => commandById(db, commandId)?.state

describe('pushing', () => {
  test('commands are numbered in the order they were given, once', () => {
    for (const id of ['a', 'b', 'c']) give(id)
    expect(take(2).map(({ seq, commandId }) => [seq, commandId])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
    expect(take().map(({ seq, commandId }) => [seq, commandId])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ])
    expect(commandById(db, 'a')?.attempts).toBe(2)
  })

  test('a command goes out byte for byte the same every time', () => {
    give('a')
    expect(JSON.stringify(take())).toBe(JSON.stringify(take()))
  })

  test('a batch stays below its bytes, but one command always goes', () => {
    for (const id of ['a', 'b', 'c']) give(id)
    expect(take(200, 2_600)).toHaveLength(2)
    expect(take(200, 10)).toHaveLength(1)
  })

  test('a withdrawn command leaves no gap', () => {
    for (const id of ['a', 'b', 'c']) give(id)
    withdrawCommand(db, 'b', 'li')
    expect(take().map(({ seq, commandId }) => [seq, commandId])).toEqual([
      [1, 'a'],
      [2, 'c'],
    ])
  })

  test('what was sent cannot be taken back, nor what is somebody else’s', () => {
    give('a')
    expect(() => withdrawCommand(db, 'a', 'wang')).toThrow('command.alreadySent')
    take()
    expect(() => withdrawCommand(db, 'a', 'li')).toThrow('command.alreadySent')
  })

  test('retry waits; other answers are final and kept once', () => {
    give('a')
    take()
    storeResults(db, [result(1, 'a', { outcome: 'retry' })])
    expect(state('a')).toBe('sent')
    storeResults(db, [result(1, 'a', { outcome: 'rejected', code: 'task.alreadyClosed' })])
    storeResults(db, [result(1, 'a')])
    expect(commandById(db, 'a')).toMatchObject({ state: 'rejected', code: 'task.alreadyClosed' })
    expect(take()).toEqual([])
    expect(commandCountsOf(db, 'li')).toEqual({ pending: 0, rejected: 1 })
  })

  test('what depends on a rejected command is rejected here, and what depends on that', () => {
    give('a')
    take()
    storeResults(db, [result(1, 'a', { outcome: 'rejected', code: 'task.alreadyClosed' })])
    give('b', { dependsOn: 'a' })
    give('c', { dependsOn: 'b' })
    expect([state('b'), state('c')]).toEqual(['rejected', 'rejected'])
    give('d')
    expect(take().map(({ seq, commandId }) => [seq, commandId])).toEqual([[2, 'd']])
  })

  test('what waits goes with the command it depends on, taken back or rejected', () => {
    for (const id of ['a', 'x']) give(id)
    give('b', { dependsOn: 'a' })
    give('c', { dependsOn: 'b' })
    give('y', { dependsOn: 'x' })
    withdrawCommand(db, 'a', 'li')
    expect([state('b'), state('c'), state('y')]).toEqual(['rejected', 'rejected', 'waiting'])
    take(1)
    storeResults(db, [result(1, 'x', { outcome: 'quarantined', code: 'command.unknown' })])
    expect(state('y')).toBe('rejected')
  })
})

describe('rejections', () => {
  beforeEach(() => {
    give('a')
    take()
    storeResults(db, [result(1, 'a', { outcome: 'rejected', code: 'correction.conflict' })])
  })

  test('are closed once, by their author alone', () => {
    expect(() => closeRejection(db, 'a', 'wang', 'dismissed', 'x')).toThrow('command.notRejected')
    closeRejection(db, 'a', 'li', 'dismissed', '已当面确认')
    expect(commandById(db, 'a')).toMatchObject({
      state: 'dismissed',
      closing_reason: '已当面确认',
    })
    expect(() => closeRejection(db, 'a', 'li', 'repaired', null)).toThrow('command.notRejected')
  })

  test('a repair and its new command are one act', () => {
    atomically(db, () => give('b', { supersedes: 'a' }))
    expect(state('a')).toBe('repaired')
    expect(() => atomically(db, () => give('c', { supersedes: 'a' }))).toThrow(
      'command.notRejected',
    )
    expect(commandById(db, 'c')).toBeUndefined()
  })
})

describe('a fresh snapshot', () => {
  test('may lack what was answered shortly before the last answer, however long ago that was', () => {
    const day = 86_400_000
    for (const id of ['a', 'b', 'c']) give(id)
    take()
    storeResults(db, [
      result(1, 'a', { decidedAtMs: 0 }),
      result(2, 'b', { decidedAtMs: 10 * day }),
      result(3, 'c', { decidedAtMs: 15 * day, outcome: 'rejected', code: 'x' }),
    ])
    settleCommands(db, ['a', 'b', 'c'])
    expect(unsettledCommands(db)).toEqual([])
    unsettleAnswered(db, 8 * day)
    expect(unsettledCommands(db).map((command) => command.command_id)).toEqual(['b'])
  })
})

describe('another database', () => {
  beforeEach(() => {
    for (const id of ['a', 'b', 'c']) give(id)
    take()
    storeResults(db, [result(1, 'a'), result(2, 'b', { outcome: 'rejected', code: 'x' })])
    closeRejection(db, 'b', 'li', 'dismissed', 'x')
  })

  test('what it does not know is pushed again, in order', () => {
    expect(lastAnsweredSeq(db)).toBe(2)
    expect(resendAnswered(db, 0, null)).toBe(2)
    expect(take().map(({ seq }) => seq)).toEqual([1, 2, 3])
    storeResults(db, [result(1, 'a', { outcome: 'rejected', code: 'task.notFound' })])
    expect(state('a')).toBe('rejected')
    storeResults(db, [result(2, 'b')])
    expect(state('b')).toBe('dismissed')
    expect(take().map(({ seq }) => seq)).toEqual([3])
  })

  test('what was answered shortly before the last answer is pushed again even if it is known', () => {
    expect(resendAnswered(db, 2, 0)).toBe(1)
    expect(take().map(({ seq }) => seq)).toEqual([2, 3])
  })

  test('what its author dealt with is pushed again only to fill its number', () => {
    resendAnswered(db, 0, null)
    expect(take().map(({ commandId, dealtWith }) => [commandId, dealtWith])).toEqual([
      ['a', undefined],
      ['b', true],
      ['c', undefined],
    ])
  })

  test('that knows not even this PC gets what was answered lately under new numbers', () => {
    restartSequence(db)
    give('d')
    expect(resendAnswered(db, 0, 1)).toBe(2)
    expect(take().map(({ seq, commandId }) => [seq, commandId])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ])
    expect(state('a')).toBe('applied')
    storeResults(db, [result(1, 'a', { outcome: 'rejected', code: 'task.notFound' })])
    expect(state('a')).toBe('rejected')
  })

  test('a new enrolment numbers what waits from one', () => {
    restartSequence(db)
    give('d')
    expect(take().map(({ seq, commandId }) => [seq, commandId])).toEqual([
      [1, 'c'],
      [2, 'd'],
    ])
  })
})

describe('usage ledger', () => {
  const noKey = () => null
  const entry = (over: Partial<UsageEntry> = {}): UsageEntry => ({
    ledger_id: 'ledger',
    epoch: 1,
    boot_id: 'boot',
    mono_ms: 10,
    wall_ms: 20,
    actor: 'li',
    role: 'customer_manager',
    session: 's',
    auth_mode: 'online',
    type: 'action',
    object: 'pseudonym',
    app_ver: '0.1.0',
    policy_ver: '1',
    body: '{"module":"customers"}',
    ...over,
  })

  test('each record names the hash of the one before, and its body by a salted hash', () => {
    appendUsage(db, entry(), noKey)
    appendUsage(db, entry({ type: 'heartbeat', body: null }), noKey)
    const rows = all<UsageRow>(db, `${selectUsage} ORDER BY usage_record.place`)
    let previous = '0'.repeat(64)
    for (const { hash, mac, ...row } of rows) {
      const record = usageRecordSchema.strip().parse(row)
      expect(record.prev).toBe(previous)
      expect(mac).toBeNull()
      expect(sha256Hex(usageHashInput(record))).toBe(hash)
      previous = hash
    }
    expect(rows[0]?.body_hash).toBe(bodyHash(rows[0]?.salt ?? '', rows[0]?.body ?? ''))
    expect(rows[1]?.body_hash).toBe('')
  })

  test('every enrolment has a chain of its own', () => {
    appendUsage(db, entry(), noKey)
    expect(appendUsage(db, entry({ epoch: 2 }), noKey)).toBe(1)
    expect(appendUsage(db, entry(), noKey)).toBe(2)
    const rows = all<UsageRow>(db, `${selectUsage} ORDER BY usage_record.place`)
    expect(rows.map(({ epoch, seq }) => [epoch, seq])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ])
    expect(rows[1]?.prev).toBe(rows[0]?.hash)
    expect(ledgerHead(db, { ledgerId: 'ledger', epoch: 1 })).toMatchObject({ seq: 2 })
    expect(ledgerHead(db, { ledgerId: 'other', epoch: 1 })).toBeNull()
  })

  test('a record never takes the place of another', () => {
    appendUsage(db, entry(), noKey)
    const taken: LedgerKey = { ledgerId: 'ledger', epoch: 1, index: 1, key: Buffer.alloc(32, 1) }
    expect(() => appendUsage(db, entry(), () => taken)).toThrow(/UNIQUE/)
  })
})

test('settings are remembered as they were put', () => {
  putSettings(db, { scopes: ['national'], incident: null, clockOffsetMs: -5 })
  putSettings(db, { clockOffsetMs: 7 })
  expect([setting(db, 'scopes'), setting(db, 'incident'), setting(db, 'clockOffsetMs')]).toEqual([
    ['national'],
    null,
    7,
  ])
  expect(setting(db, 'epoch')).toBeNull()
})

describe('what was given before the program was upgraded', () => {
  const visit = {
    visitId: 'v',
    customerId: 'zhou',
    openedAtMs: 1,
    endedAtMs: null,
    foundBy: 'account',
    suggested: 1,
    acts: [],
    state: 'open',
  }

  test('is read as today writes it, and pushed as it was given', () => {
    give('a', { name: 'counter.recordVisit', payload: visit })
    expect(openVisits(db)).toMatchObject([
      { payload: { visitId: 'v', station: { state: 'open' } } },
    ])
    expect(take()).toMatchObject([{ version: 1, payload: visit }])
    const row = commandById(db, 'a')
    if (!row) throw new Error('no command')
    expect(submissionDetail(row, null)).toEqual({ acts: '', state: 'open' })
    const ended = { ...visit, endedAtMs: 2, state: 'ended', cutOff: 'locked' }
    give('b', { name: 'counter.recordVisit', payload: ended })
    expect(openVisits(db)).toEqual([])
  })

  test('of a version nobody knows here stands in the way of nothing', () => {
    give('a', { name: 'counter.recordVisit', version: 9, payload: { later: true } })
    expect(openVisits(db)).toEqual([])
    expect(take()).toMatchObject([{ version: 9, payload: { later: true } }])
    const row = commandById(db, 'a')
    expect(row && submissionDetail(row, null)).toEqual({})
  })
})
