import { writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { SqliteDatabase } from '#db/connection/open.ts'
import { fillSearch, indexCustomers } from '#db/search/build.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { serveOperations } from '#main/sync/writing/serve.ts'
import { fingerprint, type Followed, type State } from './states.ts'

/**
 * The shipped writer, which notes after every operation what its files hold then and writes that to
 * `RECORD_STATES` at `journal.close`. With `RECORD_FAULT` the journal is opened with that
 * `synchronous` instead of its own: the fault that the proof must find.
 */
const files = new WriterFiles()
const operations = createOperations(
  { fill: (db) => fillSearch(db), update: (db, ids) => indexCustomers(db, ids) },
  files,
)
const fault = process.env['RECORD_FAULT'] ?? ''
const states: State[] = []

function stateOf(db: SqliteDatabase | null, file: Followed): string | null {
  return db ? fingerprint(db, file) : null
}

function note(name: string): void {
  const last = states.at(-1)
  const moved = (file: Followed, db: SqliteDatabase | null, by: readonly string[]) =>
    last && !by.some((area) => name.startsWith(area)) ? last[file] : stateOf(db, file)
  states.push({
    journal: moved('journal', files.journalFile, ['journal', 'cache']),
    user: moved('user', files.userFile, ['user']),
    // A finished staging file becomes the cache as it is.
    cache:
      name === 'staging.index'
        ? stateOf(files.stagingFile, 'cache')
        : moved('cache', files.cacheFile, ['journal', 'cache']),
  })
}

function recorded(name: string, act: (args: never) => unknown) {
  return async (args: never) => {
    try {
      return await act(args)
    } finally {
      if (fault !== '' && name === 'journal.open') files.journal.pragma(`synchronous = ${fault}`)
      note(name)
      if (name === 'journal.close') {
        writeFileSync(process.env['RECORD_STATES'] ?? '', JSON.stringify(states))
      }
    }
  }
}

const entries = Object.entries(operations).map(([name, act]) => [name, recorded(name, act)])
if (parentPort) serveOperations(parentPort, Object.fromEntries(entries) as typeof operations)
