import type { Branch, CustomerRow, ModelResult } from './facts.ts'

/** A PC at head office. */
export interface DeviceRecord {
  branch: Branch
  epoch: number
  /** Which enrolment this is, over all lives of the database. */
  enrolment: number
  lastSeq: number
  state: 'active' | 'incident' | 'revoked'
}

/** An open session. */
export interface SessionRecord {
  device: string
  deviceEpoch: number
  protocol: number
}

/** A command with its answer. */
export interface StoredCommand {
  identity: string
  result: ModelResult
}

/** A snapshot that is given out again. */
export interface Shelf {
  name: string
  epoch: number
  ver: number
  rows: readonly CustomerRow[]
}

/** What the database holds: all of it goes back when an older copy is restored. */
export interface Database {
  versions: Record<Branch, number>
  floors: Record<Branch, number>
  customers: Map<string, CustomerRow>
  /** Versions in which rows left; revisions of customers count for ever. */
  tombstones: Record<Branch, Map<string, number>>
  /** What members of a group held who left it with their customer: for counting effects. */
  ended: Map<string, readonly string[]>
  devices: Map<string, DeviceRecord>
  places: Map<string, StoredCommand>
  commands: Map<string, StoredCommand>
  sessions: Map<number, SessionRecord>
  revoked: Set<string>
}

/** A copy as a backup holds it. */
export function copyOf(database: Database): Database {
  const { versions, floors, customers, tombstones, ended, devices, places, commands } = database
  return {
    versions: { ...versions },
    floors: { ...floors },
    customers: new Map(customers),
    tombstones: { A: new Map(tombstones.A), B: new Map(tombstones.B) },
    ended: new Map(ended),
    devices: new Map([...devices].map(([id, device]) => [id, { ...device }])),
    places: new Map(places),
    commands: new Map(commands),
    sessions: new Map(database.sessions),
    revoked: new Set(database.revoked),
  }
}
