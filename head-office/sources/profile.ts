import type { TableName } from '#contract/sync/rows/tables.ts'
import type { Day } from '#domain/time/day.ts'
import type { ClientBase } from 'pg'
import type { Column } from './fields.ts'
import type { Rejection, Sentence } from './reasons.ts'
import type { Encoding } from './text/encoding.ts'
import type { Dialect } from './text/split.ts'

/** A system that delivers data: a row of the source registry. */
export interface SourceEntry {
  system: string
  /** Who answers for the data. */
  owner: string
  /** Sensitivity: `core`, `important` or `general` (金规〔2024〕24号). */
  grade: 'core' | 'important' | 'general'
  refresh: 'once' | 'daily' | 'monthly'
  /** Where sources disagree about a field, the lower number wins. */
  trustRank: number
  asOf: Day
}

/** The database a profile fills; made where it does not exist. */
export interface TargetDatabase {
  name: string
  /** ISO 4217. */
  currency: string
  /** Holds made-up users whose passwords are printed. */
  demo: boolean
  businessDate: Day
}

/** A row as read: column name → value. */
export type Values = Readonly<Record<string, unknown>>

/** The columns of a file by their name in the header. */
export type Columns<Row extends Values> = { readonly [Name in keyof Row]: Column<Row[Name]> }

interface AnyFileKind<Row extends Values> {
  /** Name of the kind, e.g. `account`; also the record kind in ids. */
  id: string
  /** File names it goes by; where none fits, the header decides. */
  names: RegExp
  dialect: Dialect
  encodings: readonly Encoding[]
  columns: Columns<Row>
  /** The natural key of a row. */
  key: (row: Row) => string
}

/**
 * A kind of file whose rows others refer to: districts, customers, accounts. Its rows are kept in
 * the landing table, so that a file imported alone finds its parents; memory grows with them.
 * `check` refuses rows whose own parents are missing.
 */
export interface ParentKind<Row extends Values, World> extends AnyFileKind<Row> {
  role: 'parent'
  check: (row: Row, world: World) => Rejection | null
  /** Takes a checked row (or one from the landing table) into the world. */
  accept: (row: Row, world: World) => void
  /** Takes it out again, because something it needs did not come. */
  remove: (key: string, world: World) => void
}

/** A kind of file whose rows become rows of one table, one by one: loans, orders, transactions. */
export interface StreamKind<Row extends Values, World> extends AnyFileKind<Row> {
  role: 'stream'
  table: TableName
  /** Column of the table that is unique in the whole source: `id` or `txn_no`. */
  keyColumn: 'id' | 'txn_no'
  /** The record, or why there is none. */
  map: (row: Row, world: World) => { record: object } | { rejection: Rejection }
}

/** Any kind of file of a profile. The row type is the kind's own affair. */
export type FileKind<World> = ParentKind<Values, World> | StreamKind<Values, World>

/** Records of a table a profile derives; `keep` names columns an existing row keeps. */
export interface DerivedTable {
  table: TableName
  records: Iterable<object>
  keep?: readonly string[]
  /** Only for records that are new: what stands is the bank's by now. */
  insertOnly?: boolean
}

/** A figure a profile reports after loading, e.g. how well balances add up. */
export interface Finding {
  name: string
  sentence: Sentence
  passed: boolean
  figures: Readonly<Record<string, number | string>>
}

/** What a profile may use while it loads. */
export interface LoadContext {
  client: ClientBase
  businessDate: Day
  nowMs: number
}

/**
 * How one source is read: files, columns, codes as data, with small functions where data does not
 * suffice. `World` is what the profile keeps of parents while it runs.
 */
export interface Profile<World> {
  name: string
  title: Sentence
  source: SourceEntry
  database: TargetDatabase
  /** In order of reading: parents before those that refer to them. */
  kinds: readonly FileKind<World>[]
  newWorld: () => World
  /** Parents that are not whole after all files of parents were read, by kind and key. */
  incomplete: (world: World) => { kind: string; key: string; rejection: Rejection }[]
  /** Tables that follow from the parents. */
  derive: (world: World, context: LoadContext) => DerivedTable[]
  /** What follows from the loaded rows (balances, parameters); stages further rows. */
  conclude: (world: World, context: LoadContext) => Promise<Finding[]>
  /** Users to create, with passwords that are printed. */
  users: (
    world: World,
  ) => { staffId: string; staffNo: string; branchId: string; password: string }[]
  /** What a person should know of the columns or rules of this profile. */
  notes: readonly Sentence[]
}

/** Declares a parent kind; infers the row from its columns. */
export function parentKind<World>() {
  return <Row extends Values>(kind: Omit<ParentKind<Row, World>, 'role'>): FileKind<World> =>
    // The row type is erased here and nowhere else: only its own columns make the rows it is given.
    ({ ...kind, role: 'parent' }) as unknown as ParentKind<Values, World>
}

/** Declares a stream kind; infers the row from its columns. */
export function streamKind<World>() {
  return <Row extends Values>(kind: Omit<StreamKind<Row, World>, 'role'>): FileKind<World> =>
    ({ ...kind, role: 'stream' }) as unknown as StreamKind<Values, World>
}
