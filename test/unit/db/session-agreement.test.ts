import fc from 'fast-check'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { atomically } from '#db/connection/statements.ts'
import { appendUsage } from '#db/journal/ledger.ts'
import { journalMigrations } from '#db/migrations/journal/list.ts'
import { migrateFile } from '#db/migrations/run.ts'
import { sessionUses } from '#db/usage/sessions.ts'
import type { UsageType } from '#domain/usage/record.ts'
import { type SessionMoment, verifiedSessions } from '#domain/usage/testified.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('session-agreement')
const key = Buffer.alloc(32, 1)
const dayMs = Date.UTC(2026, 10, 23, 1)
let db: SqliteDatabase

beforeAll(async () => {
  const path = join(folder(), 'journal.db')
  await migrateFile(path, key, journalMigrations)
  db = openFile(path, key, { mode: 'write', kind: 'lasting' })
  return () => db.close()
})

const types: UsageType[] = [
  'session.start',
  'session.lock',
  'session.unlock',
  'session.end',
  'heartbeat',
  'action',
  'reveal',
  'login.attempt',
]

/** What happens one after the other at a PC whose clock is right: after how long, to which session. */
const happening = fc.record({
  afterMs: fc.integer({ min: 0, max: 20 * 60_000 }),
  session: fc.constantFrom('s1', 's2', 's3'),
  type: fc.constantFrom(...types),
  restarted: fc.boolean(),
  offline: fc.boolean(),
})
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never

function momentsOf(staffId: string, list: readonly Happening[]) {
  let [atMs, boot, bootedMs] = [dayMs, 0, dayMs]
  const offline = new Map<string, boolean>()
  const started = new Set<string>()
  let current: string | null = null
  return list.flatMap((each): SessionMoment[] => {
    atMs += each.afterMs
    if (each.restarted) [boot, bootedMs] = [boot + 1, atMs]
    // A session starts once and comes first, and a PC has one at a time.
    const isStart = each.type === 'session.start'
    if (isStart ? started.has(each.session) : each.session !== current) return []
    current = each.session
    if (isStart) offline.set(each.session, each.offline)
    started.add(each.session)
    return [
      {
        sessionId: `${staffId}/${each.session}`,
        staffId,
        bootId: `${staffId}/${boot}`,
        type: each.type,
        offline: offline.get(each.session) ?? false,
        wallMs: atMs,
        monoMs: atMs - bootedMs,
        notBeforeMs: 0,
        notAfterMs: Number.MAX_SAFE_INTEGER,
        module: null,
      },
    ]
  })
}

function write(moments: readonly SessionMoment[]): void {
  for (const each of moments) {
    const entry = {
      ledger_id: 'l',
      epoch: 1,
      boot_id: each.bootId,
      mono_ms: each.monoMs,
      wall_ms: each.wallMs,
      actor: each.staffId,
      role: 'teller',
      session: each.sessionId,
      auth_mode: each.offline ? ('offline' as const) : ('online' as const),
      type: each.type,
      object: '',
      app_ver: '0.1.0',
      policy_ver: '1',
      body: null,
    }
    appendUsage(db, entry, () => null)
  }
}

test('a PC counts its sessions as head office counts them from the records', () => {
  let runs = 0
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (list) => {
      const staffId = `staff-${(runs += 1)}`
      const moments = momentsOf(staffId, list)
      atomically(db, () => write(moments))
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
      const here = sessionUses(db, staffId, 0)
        .map((use) => ({ ...use }))
        .sort(byId)
      const there = verifiedSessions(moments)
        .map(({ sessionId: id, actions, staffId: _staffId, ...own }) => {
          return { id, ...own, actions: actions.length }
        })
        .sort(byId)
      expect(here).toEqual(there)
    }),
    { numRuns: 200 },
  )
})
