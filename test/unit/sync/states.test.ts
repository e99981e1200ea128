import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  bootstrapTable,
  connectionTable,
  nextBootstrap,
  nextConnection,
} from '#main/sync/states.ts'

/** The table under a heading of docs/sync.md: first column the state, first row the events. */
function documented(heading: string): Record<string, Record<string, string>> {
  const text = readFileSync('docs/sync.md', 'utf8')
  const lines = text.slice(text.indexOf(`${heading}\n`)).split('\n')
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

test('docs/sync.md shows the tables the program goes by', () => {
  expect(documented('### Connection')).toEqual(connectionTable)
  expect(documented('### Filling')).toEqual(bootstrapTable)
})

describe('connection', () => {
  test('one failure is doubt, a second one is offline, one success is online', () => {
    const after = (...events: ('reached' | 'failed' | 'retry')[]) =>
      events.reduce(nextConnection, 'online' as const)
    expect(after('failed')).toBe('connecting')
    expect(after('failed', 'failed')).toBe('offline')
    expect(after('failed', 'failed', 'failed')).toBe('offline')
    expect(after('failed', 'failed', 'reached')).toBe('online')
    expect(after('failed', 'failed', 'retry')).toBe('connecting')
  })
})

test('a closed session ends filling from any state', () => {
  for (const state of ['idle', 'running', 'failed'] as const) {
    expect(nextBootstrap(state, 'closed')).toBe('idle')
  }
})
