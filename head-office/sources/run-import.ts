import { access, constants, mkdir } from 'node:fs/promises'
import type pg from 'pg'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import { demoCost } from '#platform/crypto/password.ts'
import { openBusinessDay } from '../business-day/open-business-day.ts'
import { openJobPool } from '../database/job-pool.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { setPasswords } from '../staff/credentials.ts'
import { type LoadCounts, mergeStaged } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
import type { FileCounts } from './counts.ts'
import { stageDerived } from './derived.ts'
import { readLanding, writeLanding } from './landing.ts'
import { ParentIntake } from './parents.ts'
import type { Finding, LoadContext, Profile } from './profile.ts'
import { ImportRefusal } from './reasons.ts'
import { beginRun, endRun, lockSource, registerSource, sourceId } from './registry.ts'
import { stageMoves } from './relocation.ts'
import { removeRows } from './removal.ts'
import type { FileReport, ImportProgress, ImportReport, TableReport } from './report.ts'
import { SetAside } from './set-aside.ts'
import { inspectFile, listFiles, type SourceFile } from './source-file.ts'
import { readStream } from './streams.ts'
import { removeVanishedBalances } from './vanished.ts'

/** What {@link runImport} needs. */
export interface ImportOptions<World> {
  profile: Profile<World>
  /** A file, or a folder whose files are read. */
  path: string
  /** Where rows that were set aside go. */
  outFolder: string
  databaseUrl: string
  onProgress?: (progress: ImportProgress) => void
  clock?: Clock
}

/** Files of a profile in the order of reading, and what else lay in the folder. */
export interface SourceFiles<World> {
  files: SourceFile<World>[]
  notRecognised: string[]
}

/**
 * Looks at all files before anything is read. Refuses where one is meant and cannot be read, and
 * where there is nothing to import.
 */
export async function inspectFiles<World>(
  profile: Profile<World>,
  path: string,
): Promise<SourceFiles<World>> {
  const files: SourceFile<World>[] = []
  const notRecognised: string[] = []
  for (const one of await listFiles(path)) {
    const file = await inspectFile(one, profile.kinds)
    if (file) files.push(file)
    else notRecognised.push(one)
  }
  if (files.length === 0) {
    const names = profile.kinds.map(({ id }) => id).join(', ')
    throw new ImportRefusal(
      `${path} 中没有 ${profile.name} 的文件（可识别：${names}）。`,
      `${path} holds no file of ${profile.name} (known kinds: ${names}).`,
    )
  }
  const order = new Map(profile.kinds.map((kind, at) => [kind, at]))
  files.sort((a, b) => (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0))
  return { files, notRecognised }
}

async function prepareFolder(outFolder: string): Promise<void> {
  try {
    await mkdir(outFolder, { recursive: true })
    await access(outFolder, constants.W_OK)
  } catch {
    throw new ImportRefusal(
      `没有权限写入 ${outFolder}，请用 --out 指定另一个文件夹。`,
      `${outFolder} cannot be written; name another folder with --out.`,
    )
  }
}

interface Loaded {
  files: FileReport[]
  findings: Finding[]
  tables: TableReport[]
}

function fileReport<World>(
  file: SourceFile<World>,
  counts: FileCounts,
  setAside: SetAside<World>,
  seconds: number,
): FileReport {
  const { count, reasons, examples, path } = setAside.summary(file)
  const { read, inserted, updated, unchanged, repeated } = counts
  return {
    file: file.name,
    kind: file.kind.id,
    encoding: file.encoding,
    read,
    accepted: inserted + updated + unchanged,
    inserted,
    updated,
    unchanged,
    repeated,
    setAside: count,
    seconds,
    columnsNotUsed: file.unused,
    reasons,
    examples,
    setAsidePath: path,
  }
}

function addTables(sum: Map<string, LoadCounts>, more: Iterable<[string, LoadCounts]>): void {
  for (const [table, { inserted, updated, unchanged }] of more) {
    const sofar = sum.get(table) ?? { inserted: 0, updated: 0, unchanged: 0 }
    sum.set(table, {
      inserted: sofar.inserted + inserted,
      updated: sofar.updated + updated,
      unchanged: sofar.unchanged + unchanged,
    })
  }
}

/** Creates the profile's users that have no password yet. */
async function ensureUsers<World>(
  client: pg.ClientBase,
  profile: Profile<World>,
  world: World,
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'select staff_id::text as id from staff_credential',
  )
  const present = new Set(rows.map(({ id }) => id))
  const missing = profile.users(world).filter(({ staffId }) => !present.has(staffId))
  await setPasswords(client, missing, demoCost)
}

/** Reads all files and merges what they hold, in one transaction. */
async function load<World>(
  client: pg.ClientBase,
  profile: Profile<World>,
  files: readonly SourceFile<World>[],
  setAside: SetAside<World>,
  clock: Clock,
  report: (step: ImportProgress['step'], file: string | null, bytes: number, rows: number) => void,
): Promise<Loaded> {
  const nowMs = clock.now()
  const { businessDate } = profile.database
  const context: LoadContext = { client, businessDate, nowMs }
  const source = sourceId(profile.source.system)
  const world = profile.newWorld()
  const intake = new ParentIntake(profile, world, await readLanding(client, source))
  const read: { file: SourceFile<World>; counts: FileCounts; seconds: number }[] = []
  let bytes = 0
  let rows = 0
  let settled = false
  let removals: Awaited<ReturnType<typeof stageMoves>> = []

  const settleParents = async (): Promise<void> => {
    settled = true
    await intake.settle(setAside)
    if (!files.some(({ kind }) => kind.role === 'parent')) return
    await writeLanding(client, source, intake.changed())
    for (const derived of profile.derive(world, context)) await stageDerived(client, derived)
    removals = await stageMoves(client)
  }

  for (const [index, file] of files.entries()) {
    const started = clock.monotonic()
    const { kind } = file
    const onBytes = (more: number): void => {
      bytes += more
      report('read', file.name, bytes, rows)
    }
    const onRow = (): void => {
      rows += 1
    }
    if (kind.role === 'stream' && !settled) await settleParents()
    const counts =
      kind.role === 'parent'
        ? await intake.read(file, kind, setAside, onBytes, onRow)
        : await readStream(file, kind, {
            client,
            world,
            setAside,
            fileNo: index + 1,
            onBytes,
            onRow,
          })
    read.push({ file, counts, seconds: (clock.monotonic() - started) / 1000 })
  }
  if (!settled) await settleParents()

  const tables = new Map<string, LoadCounts>()
  report('merge', null, bytes, rows)
  addTables(tables, await mergeStaged(client))
  await removeRows(client, removals, nowMs)
  await ensureUsers(client, profile, world)
  report('conclude', null, bytes, rows)
  const findings = await profile.conclude(world, context)
  const vanished = await removeVanishedBalances(client)
  addTables(tables, await mergeStaged(client))
  await removeRows(client, vanished, nowMs)
  await setAside.record(client)
  return {
    files: read.map(({ file, counts, seconds }) => fileReport(file, counts, setAside, seconds)),
    findings,
    tables: [...tables]
      .map(([table, counts]) => ({ table, ...counts }))
      .filter(({ inserted, updated, unchanged }) => inserted + updated + unchanged > 0),
  }
}

/**
 * Imports a file or folder. Everything is inspected first; rows come in by one transaction, so an
 * import that is killed leaves the database as it was, and the same import again completes it.
 * Rows that cannot be taken are set aside and counted. Throws {@link ImportRefusal} where it cannot
 * begin, with nothing changed.
 */
export async function runImport<World>(options: ImportOptions<World>): Promise<ImportReport> {
  const { profile, path, outFolder, databaseUrl, clock = systemClock } = options
  const { files, notRecognised } = await inspectFiles(profile, path)
  await prepareFolder(outFolder)
  const started = clock.monotonic()
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const report = (
    step: ImportProgress['step'],
    file: string | null,
    bytes: number,
    rows: number,
  ): void => options.onProgress?.({ step, file, bytes, totalBytes, rows })
  const pool = openJobPool(databaseUrl)
  try {
    const { currency, demo, businessDate, name: database } = profile.database
    const description = { currency, demo, businessDate }
    const prepared = await prepareDatabase(pool, description, clock.now())
    await registerSource(pool, profile.source, clock.now())
    const { system } = profile.source
    const runId = await beginRun(pool, system, profile.name, path, clock.now())
    try {
      const loaded = await inTransaction(pool, 'write', async (client) => {
        await client.query('set local statement_timeout = 0')
        await lockSource(client, system, runId)
        const setAside = new SetAside<World>(outFolder, runId)
        let whole = false
        try {
          const result = await load(client, profile, files, setAside, clock, report)
          whole = true
          return result
        } finally {
          await setAside.close(whole)
        }
      })
      report('summarise', null, totalBytes, 0)
      await openBusinessDay(pool, prepared.businessDate, {
        loaded: true,
        assignTiers: prepared.openedDay === null,
      })
      const result: ImportReport = {
        runId,
        profile: profile.name,
        database,
        path,
        outFolder,
        seconds: (clock.monotonic() - started) / 1000,
        ...loaded,
        notRecognised,
        notes: profile.notes,
      }
      await endRun(pool, runId, 'done', JSON.stringify(result), clock.now())
      report('done', null, totalBytes, 0)
      return result
    } catch (error) {
      await endRun(pool, runId, 'failed', null, clock.now()).catch(() => undefined)
      throw error
    }
  } finally {
    await pool.end()
  }
}
