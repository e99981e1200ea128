import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { atomically } from '#db/connection/statements.ts'
import { dropWitnessed, mostOfLedger, putWitnessed, witnessedHere } from '#db/journal/witnessed.ts'
import { journalMigrations } from '#db/migrations/journal/list.ts'
import { migrateFile } from '#db/migrations/run.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('witnessed')
const key = Buffer.alloc(32, 1)
let db: SqliteDatabase

beforeAll(async () => {
  const path = join(folder(), 'journal.db')
  await migrateFile(path, key, journalMigrations)
  db = openFile(path, key, { mode: 'write', kind: 'lasting' })
  return () => db.close()
})

function keep(ledgerId: string, seq: number, head = String(seq)): void {
  const clocks = { wallMs: 1, monoMs: 1, bootId: 'b' }
  const checkpoint = { ledgerId, epoch: 1, seq, head, ...clocks, signature: 's' }
  putWitnessed(db, { deviceId: 'd', checkpoint })
}
const seqsOf = (ledgerId: string) =>
  witnessedHere(db, 10_000)
    .map(({ witnessed }) => witnessed.checkpoint)
    .filter((own) => own.ledgerId === ledgerId)
    .map(({ seq }) => seq)

test('the same head again is one, another one of that number is kept as well', () => {
  for (const head of ['a', 'a', 'b']) keep('same', 5, head)
  expect(seqsOf('same')).toEqual([5, 5])
})

test('heads are bounded for each ledger; what comes later never pushes out all that is old', () => {
  keep('quiet', 1)
  atomically(db, () => {
    for (let seq = 1; seq <= 4 * mostOfLedger; seq += 1) keep('flooding', seq)
  })
  const kept = seqsOf('flooding')
  expect(kept.length).toBeLessThanOrEqual(mostOfLedger)
  expect(kept.at(-1)).toBe(4 * mostOfLedger)
  expect(kept.filter((seq) => seq <= mostOfLedger).length).toBeGreaterThan(1)
  expect(kept[0]).toBe(1)
  expect(seqsOf('quiet')).toEqual([1])
})

test('what head office has looked at goes', () => {
  const here = witnessedHere(db, 3)
  dropWitnessed(
    db,
    here.map(({ number }) => number),
  )
  expect(witnessedHere(db, 1)[0]?.number).toBeGreaterThan(here.at(-1)?.number ?? Infinity)
})
