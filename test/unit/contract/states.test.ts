import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  afterAnswer,
  commandEvents,
  commandStates,
  commandTable,
  isSettled,
} from '#contract/sync/states/command.ts'
import { connectionTable, nextConnection } from '#contract/sync/states/connection.ts'
import { deviceTable } from '#contract/sync/states/device.ts'
import {
  cursorVerdict,
  pageSpan,
  pageVerdict,
  tombstoneRemoves,
} from '#contract/sync/states/feed.ts'
import { fillingTable, nextFilling } from '#contract/sync/states/filling.ts'
import { judgementTable } from '#contract/sync/states/judgement.ts'
import { hearsOfNews, listeningTable, nextListening } from '#contract/sync/states/poke.ts'
import { placeOf, placeTable } from '#contract/sync/states/place.ts'
import { sessionTable, sessionVerdict } from '#contract/sync/states/session.ts'

type Table = Record<string, Record<string, string>>

/** The table under a heading of docs/sync.md: first column the state, first row the events. */
function documented(heading: string): Table {
  const text = readFileSync('docs/sync.md', 'utf8')
  const lines = text.slice(text.indexOf(`### ${heading}\n`)).split('\n')
  const from = lines.findIndex((line) => line.startsWith('|'))
  const rows = lines.slice(from, lines.indexOf('', from)).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
  const [head = [], , ...body] = rows
  return Object.fromEntries(
    body.map(([state = '', ...next]) => [
      state,
      Object.fromEntries(next.map((to, index) => [head[index + 1] ?? '', to])),
    ]),
  )
}

/** A table with its cells as the document writes them. */
function written<Cell>(
  table: Readonly<Record<string, Readonly<Record<string, Cell>>>>,
  text: (cell: Cell) => string = String,
): Table {
  return Object.fromEntries(
    Object.entries(table).map(([state, row]) => [
      state,
      Object.fromEntries(Object.entries(row).map(([event, cell]) => [event, text(cell)])),
    ]),
  )
}

describe('docs/sync.md shows the tables the program goes by', () => {
  test.each([
    ['Connection', written(connectionTable)],
    ['Filling', written(fillingTable)],
    ['Listening', written(listeningTable)],
    ['Place', written(placeTable)],
    ['Devices', written(deviceTable)],
    ['Command states', written(commandTable, (next) => next ?? '–')],
    ['Findings', written(judgementTable, ({ outcome, code }) => `${outcome} ${code}`)],
    [
      'A new session',
      written(sessionTable, ({ pushAgain, trusted }) =>
        trusted ? pushAgain : `${pushAgain}, untrusted`,
      ),
    ],
  ])('%s', (heading, table) => {
    expect(documented(heading)).toEqual(table)
  })
})

test('whatever is lost or paused, rounds come at the ordinary interval until one begins to listen', () => {
  const after = (...events: Parameters<typeof nextListening>[1][]) =>
    events.reduce(nextListening, 'off' as const)
  expect(hearsOfNews(after('round'))).toBe(true)
  expect(hearsOfNews(after('round', 'news'))).toBe(true)
  for (const end of ['later', 'failed', 'ended', 'lost'] as const) {
    expect(hearsOfNews(after('round', end))).toBe(false)
  }
  expect(after('round', 'later', 'round')).toBe('paused')
  expect(after('round', 'failed', 'over', 'round')).toBe('listening')
})

test('one failure is doubt, a second one is offline, one success is online', () => {
  const after = (...events: ('reached' | 'failed' | 'retry')[]) =>
    events.reduce(nextConnection, 'online' as const)
  expect(after('failed')).toBe('connecting')
  expect(after('failed', 'failed')).toBe('offline')
  expect(after('failed', 'failed', 'failed')).toBe('offline')
  expect(after('failed', 'failed', 'reached')).toBe('online')
  expect(after('failed', 'failed', 'retry')).toBe('connecting')
})

test('a closed session ends filling from any state', () => {
  for (const state of ['idle', 'running', 'failed'] as const) {
    expect(nextFilling(state, 'closed')).toBe('idle')
  }
})

describe('a command', () => {
  test('never comes back from what its author did with it', () => {
    for (const state of ['withdrawn', 'dismissed', 'repaired'] as const) {
      for (const event of commandEvents) {
        expect([null, state]).toContain(commandTable[state][event])
      }
    }
  })

  test('can be taken back only before it was ever sent', () => {
    expect(commandStates.filter((state) => commandTable[state].withdraw !== null)).toEqual([
      'waiting',
    ])
  })

  test('takes an answer once, and again only where it is pushed again', () => {
    expect(afterAnswer('sent', false, 'applied')).toBe('applied')
    expect(afterAnswer('applied', false, 'rejected')).toBeNull()
    expect(afterAnswer('applied', true, 'rejected')).toBe('rejected')
    expect(afterAnswer('dismissed', true, 'applied')).toBe('dismissed')
    expect(afterAnswer('waiting', false, 'applied')).toBeNull()
    expect(afterAnswer('sent', false, 'retry')).toBeNull()
  })

  test('is settled by the revisions of its rows or by a pull asked for after its answer', () => {
    const command = {
      state: 'applied',
      answerOrder: 4,
      again: false,
      revs: { 'customer:a': 7 },
    } as const
    const at = (covered: number, rev: number | null, sameDatabase = true) => ({
      covered,
      sameDatabase,
      rev: () => rev,
    })
    expect(isSettled(command, at(3, 6))).toBe(false)
    expect(isSettled(command, at(3, 7))).toBe(true)
    expect(isSettled(command, at(4, null))).toBe(true)
    expect(isSettled({ ...command, revs: {} }, at(3, null))).toBe(false)
    expect(isSettled({ ...command, again: true }, at(4, 7))).toBe(false)
    expect(isSettled(command, at(4, 7, false))).toBe(false)
    expect(isSettled({ ...command, state: 'sent' }, at(9, 9))).toBe(false)
    expect(isSettled({ ...command, state: 'rejected' }, at(0, null))).toBe(true)
  })
})

test('a number is known, next, or beyond a gap', () => {
  expect([1, 4, 5, 6].map((seq) => placeOf(seq, 4))).toEqual(['known', 'known', 'next', 'beyond'])
})

test('a session is compared with what was answered and sent from here', () => {
  const own = { epoch: 'e1', answered: 5, sent: 7 }
  const verdict = (epoch: string, lastSeq: number) => sessionVerdict(own, { epoch, lastSeq })
  expect(verdict('e1', 6)).toEqual({ pushAgain: 'nothing', trusted: true })
  expect(verdict('e1', 4)).toEqual({ pushAgain: 'lost', trusted: true })
  expect(verdict('e1', 8)).toEqual({ pushAgain: 'nothing', trusted: false })
  expect(verdict('e2', 7)).toEqual({ pushAgain: 'lostAndRecent', trusted: true })
  expect(sessionVerdict({ ...own, epoch: null }, { epoch: 'e1', lastSeq: 7 }).trusted).toBe(true)
})

describe('the feed', () => {
  test('serves a cursor between the floor and the head', () => {
    expect(cursorVerdict({ after: 3, head: 5, floor: 3 })).toBe('serve')
    expect(cursorVerdict({ after: 2, head: 5, floor: 3 })).toBe('cursor.stale')
    expect(cursorVerdict({ after: 6, head: 5, floor: 3 })).toBe('cursor.otherEpoch')
  })

  test('ends a page where a version ends', () => {
    const versions = [
      { ver: 4, rows: 2 },
      { ver: 6, rows: 30 },
      { ver: 7, rows: 1 },
    ]
    expect(pageSpan(versions, 9, 3, 100)).toEqual({ reached: 6, more: true })
    expect(pageSpan(versions, 9, 33, 100)).toEqual({ reached: 9, more: false })
    expect(pageSpan([], 9, 3, 100)).toEqual({ reached: 9, more: false })
    expect(pageSpan(versions, 9, 3, 32)).toBeNull()
  })

  test('takes no page but the one that was asked for', () => {
    const asked = { epoch: 'e', scope: 's', after: 'c', asked: '1' }
    expect(pageVerdict(asked, asked)).toBe('fits')
    expect(pageVerdict(asked, { ...asked, epoch: 'f' })).toBe('cursor.otherEpoch')
    expect(pageVerdict(asked, { ...asked, after: 'b' })).toBe('headOffice.refused')
    expect(pageVerdict(asked, { ...asked, asked: '0' })).toBe('headOffice.refused')
    expect(pageVerdict(asked, { ...asked, scope: 't' })).toBe('headOffice.refused')
  })

  test('a tombstone leaves a row that came back later', () => {
    expect([4, 5, 6].map((ver) => tombstoneRemoves(ver, 5))).toEqual([true, true, false])
  })
})
