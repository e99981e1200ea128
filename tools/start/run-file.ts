import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ChildRecord } from '#tools/processes/children.ts'
import { isRunning, type ProcessIdentity } from '#tools/setup/lock.mjs'
import { stateDir } from './state.ts'

/** What `npm start` runs at this moment; other commands attach to it. Holds a password: mode 0600. */
export interface RunFile {
  /** The `npm start` that owns everything below. */
  owner: ProcessIdentity
  /** Connection string of the server's `postgres` database, and where its process is ours. */
  postgres?: { url: string; process: ProcessIdentity | null }
  headOffice?: { url: string; port: number; database: string; process: ProcessIdentity }
  terminals: { userData: string; devTools: string | null; process: ProcessIdentity }[]
}

const file = join(stateDir, 'run.json')

function read(): RunFile | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunFile
  } catch {
    return null
  }
}

/** What runs now; null where nothing does or the owner is dead. */
export function readRunFile(): RunFile | null {
  const run = read()
  return run && isRunning(run.owner) ? run : null
}

/** What this and earlier starts have started; asked under the start's lock, when nobody else starts. */
export const startedChildren = new ChildRecord(join(stateDir, 'children'))

/** Replaces the file; it is whole at every moment. */
export function writeRunFile(run: RunFile): void {
  mkdirSync(stateDir, { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}

/** Removes the file at an orderly end. */
export function removeRunFile(): void {
  rmSync(file, { force: true })
  startedChildren.forget()
}
