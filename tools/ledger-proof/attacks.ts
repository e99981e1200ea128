import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SqliteDatabase } from '#db/connection/open.ts'
import { all, run } from '#db/connection/statements.ts'
import { addUsage, selectUsage, type UsageRow } from '#db/journal/usage-rows.ts'
import { usageHashInput } from '#domain/usage/encoding.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { macOfHash } from '#platform/crypto/evolving-key.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { stolenKey, tamper } from './terminal.ts'

/** Where an attack takes place: the chain up to `anchored` is at head office, up to `head` on the PC. */
export interface Scene {
  /** A copy of the files, closed in good order. */
  home: string
  /** The files while the program ran, their log not taken in since record `logFrom`. */
  live: string
  logFrom: number
  /** The files as they were when record `snapshotAt` was the last. */
  snapshot: string
  snapshotAt: number
  anchored: number
  head: number
  random: Chance
}

/** What was attacked: the folder to start from, and the first record that is not as it was. */
export interface Done {
  home: string
  seq: number
  /** Position may be at or before this record (forks). */
  orBefore?: true
}

const rowsOf = (db: SqliteDatabase) =>
  all<UsageRow>(db, `${selectUsage} ORDER BY usage_record.place`)

function writeAnew(db: SqliteDatabase, rows: readonly UsageRow[]): void {
  run(db, 'DELETE FROM usage_record')
  for (const row of rows) addUsage(db, { ...row, salt: null, body: null })
}

const hashed = ({ hash: _hash, mac, salt, body, ...record }: UsageRow): UsageRow => ({
  ...{ ...record, mac, salt, body },
  hash: sha256Hex(usageHashInput(record)),
})

/** Numbers and links made right from a place on, as far as that goes without the keys. */
function chained(rows: readonly UsageRow[], from: number): UsageRow[] {
  const made: UsageRow[] = []
  for (const [at, row] of rows.entries()) {
    if (at < from) made.push(row)
    else made.push(hashed({ ...row, seq: at + 1, prev: made.at(-1)?.hash ?? '0'.repeat(64) }))
  }
  return made
}

/** A record above the receipt, so far from the end that something follows it. */
const place = ({ anchored, head, random }: Scene) => random.int(anchored + 1, head - 3)

function onRows(scene: Scene, change: (rows: UsageRow[], seq: number) => UsageRow[]): Done {
  const seq = place(scene)
  tamper(scene.home, (db) => writeAnew(db, change(rowsOf(db), seq)))
  return { home: scene.home, seq }
}

const edited = (row: UsageRow): UsageRow => ({ ...row, actor: 'nobody' })

/** Cuts a chain after a record, with the key file of a moment when that was its end. */
function cutTo(scene: Scene, seq: number): Done {
  tamper(scene.home, (db) => {
    run(db, 'DELETE FROM usage_record WHERE seq > ?', seq)
  })
  return { home: scene.home, seq: seq + 1 }
}

/** The kinds of tampering, by the words of the table. Each returns what is to be found. */
export const attacks: Readonly<Record<string, (scene: Scene) => Done>> = {
  edit: (scene) =>
    onRows(scene, (rows, seq) => rows.map((row) => (row.seq === seq ? edited(row) : row))),

  'edit + rehash': (scene) =>
    onRows(scene, (rows, seq) => rows.map((row) => (row.seq === seq ? hashed(edited(row)) : row))),

  delete: (scene) => onRows(scene, (rows, seq) => rows.filter((row) => row.seq !== seq)),

  swap: (scene) =>
    onRows(scene, (rows, seq) => {
      const [one, other] = [rows[seq - 1], rows[seq]]
      if (one && other) {
        rows[seq - 1] = { ...other, seq }
        rows[seq] = { ...one, seq: seq + 1 }
      }
      return rows
    }),

  // The copy stands at the number after; what followed moves on by one.
  duplicate: (scene) => {
    const done = onRows(scene, (rows, seq) => {
      const own = rows[seq - 1]
      return own ? rows.toSpliced(seq, 0, own).map((row, at) => ({ ...row, seq: at + 1 })) : rows
    })
    return { ...done, seq: done.seq + 1 }
  },

  // With the key he found, which is for the next record only.
  insert: (scene) => {
    const { key } = stolenKey(scene.home)
    return onRows(scene, (rows, seq) => {
      const before = rows[seq - 1]
      if (!before) return rows
      const made = hashed({ ...before, seq, actor: 'nobody', prev: before.prev })
      const forged = { ...made, mac: macOfHash(key, made.hash) }
      return chained(rows.toSpliced(seq - 1, 0, forged), seq)
    })
  },

  rechain: (scene) =>
    onRows(scene, (rows, seq) => {
      const own = rows[seq - 1]
      return own ? chained(rows.with(seq - 1, edited(own)), seq - 1) : rows
    }),

  'delete + rechain': (scene) =>
    onRows(scene, (rows, seq) => chained(rows.toSpliced(seq - 1, 1), seq - 1)),

  'cut below an anchor': (scene) => cutTo(scene, scene.random.int(1, scene.anchored - 1)),

  'cut of the unanchored tail': (scene) =>
    cutTo(scene, scene.random.int(scene.anchored, scene.head - 1)),

  'log (WAL) deleted': ({ live, logFrom }) => {
    rmSync(join(live, 'journal.db-wal'))
    return { home: live, seq: logFrom + 1 }
  },

  // What is wrong is the key file, from the number of the key in it on.
  'key file restored': ({ home, snapshot, snapshotAt }) => {
    copyFileSync(join(snapshot, 'ledger.key'), join(home, 'ledger.key'))
    return { home, seq: snapshotAt + 1 }
  },

  // Journal and key agree; head office has newer records.
  'whole disk restored, newer records at head office': ({ snapshot, snapshotAt }) => ({
    home: snapshot,
    seq: snapshotAt + 1,
    orBefore: true,
  }),
}
