import type { Finding } from './profile.ts'
import type { ReasonCode, Sentence } from './reasons.ts'
import type { SetAsideExample } from './set-aside.ts'

/**
 * What became of a file's rows: `read` = `accepted` + `setAside`, and `accepted` = `inserted` +
 * `updated` + `unchanged`. `repeated` of the unchanged ones stood in an earlier file of this import.
 */
export interface FileReport {
  file: string
  kind: string
  encoding: string
  read: number
  accepted: number
  inserted: number
  updated: number
  unchanged: number
  repeated: number
  setAside: number
  seconds: number
  columnsNotUsed: string[]
  reasons: Partial<Record<ReasonCode, number>>
  examples: SetAsideExample[]
  /** The file to correct and import again; null where nothing was set aside. */
  setAsidePath: string | null
}

/** What an import changed in one table. */
export interface TableReport {
  table: string
  inserted: number
  updated: number
  unchanged: number
}

/** The account of one import. Times in seconds. */
export interface ImportReport {
  runId: string
  profile: string
  database: string
  path: string
  outFolder: string
  seconds: number
  files: FileReport[]
  /** Files in the folder that are none of the profile's. */
  notRecognised: string[]
  tables: TableReport[]
  findings: Finding[]
  notes: readonly Sentence[]
}

/** How far an import is. `bytes` counts what was read of all files; `rows` those read so far. */
export interface ImportProgress {
  step: 'read' | 'merge' | 'conclude' | 'summarise' | 'done'
  file: string | null
  bytes: number
  totalBytes: number
  rows: number
}
