/**
 * `npm run import`: reads a source by its profile into its database. Uses the PostgreSQL of a running
 * `npm start` or of `HEAD_OFFICE_DATABASE_URL`, else starts this clone's own and stops it at the end.
 */
import { access, constants, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { profileNamed, profiles } from '#head-office/sources/profiles.ts'
import { ImportRefusal } from '#head-office/sources/reasons.ts'
import { type DatabaseServer, openServer } from '#tools/start/database.ts'
import { asStartFailure } from '#tools/start/failure.ts'
import { checkSource } from './check.ts'
import { type ImportCommand, readCommand, usage } from './options.ts'
import { progressPrinter } from './progress.ts'
import { reportText } from './report-text.ts'

const parentLookMs = 500

let server: DatabaseServer | undefined
let ending = false

/** Stops what was started, when a person or the system asks for it; PostgreSQL undoes the rest. */
function stop(code: number): void {
  if (ending) return
  ending = true
  const sentence =
    '已中止：数据库保持导入前的状态，重新运行即可完成。\n  Stopped: the database is as it was before; run it again to complete it.'
  process.stderr.write(`\n✗ ${sentence}\n`)
  void Promise.resolve(server?.stop()).finally(() => process.exit(code))
}

function show(error: unknown): number {
  if (error instanceof ImportRefusal) {
    process.stderr.write(`✗ ${error.sentence.zh}\n  ${error.sentence.en}\n`)
    return 2
  }
  const failure = asStartFailure(error)
  const text = failure?.message ?? (error instanceof Error ? (error.stack ?? error.message) : error)
  process.stderr.write(`✗ ${String(text)}\n`)
  return 1
}

/** Refuses a report file that could not be written at the end. */
async function ensureWritable(file: string | null): Promise<void> {
  if (file === null) return
  await access(dirname(file), constants.W_OK).catch(() => {
    throw new ImportRefusal(`无法写入 ${file}。`, `${file} cannot be written.`)
  })
}

async function importSource(command: Extract<ImportCommand, { act: 'import' }>): Promise<void> {
  const profile = profileNamed(command.profile)
  // Before PostgreSQL is started: most mistakes show here already.
  await profile.inspect(command.path)
  await ensureWritable(command.json)
  server = await openServer()
  await server.createDatabase(profile.database.name)
  const report = await profile.run({
    path: command.path,
    outFolder: command.out,
    databaseUrl: server.url(profile.database.name),
    onProgress: progressPrinter(process.stderr, () => performance.now()),
  })
  console.log(reportText(report))
  if (command.json !== null) await writeFile(command.json, `${JSON.stringify(report, null, 2)}\n`)
  console.log(
    `打开终端查看 · see it in a terminal: npm start -- --database ${profile.database.name.replace('ocrm_', '')}`,
  )
}

async function run(): Promise<number> {
  const command = readCommand(process.argv.slice(2), Date.now())
  switch (command.act) {
    case 'help':
      console.log(usage)
      return 0
    case 'list':
      for (const { name, title } of profiles) console.log(`${name}\n  ${title.zh}\n  ${title.en}`)
      return 0
    case 'import':
      await importSource(command)
      return 0
    case 'check': {
      const profile = profileNamed(command.profile)
      server = await openServer()
      if (!(await server.hasDatabase(profile.database.name))) {
        throw new ImportRefusal(
          `还没有导入 ${profile.name}。`,
          `${profile.name} has not been imported yet.`,
        )
      }
      return (await checkSource(profile.name, command.path, server.url(profile.database.name)))
        ? 0
        : 3
    }
  }
}

process.once('SIGINT', () => stop(130))
process.once('SIGTERM', () => stop(143))
process.once('SIGHUP', () => stop(129))
// The runner that started us may be killed without a word.
const parent = process.ppid
setInterval(() => process.ppid !== parent && stop(129), parentLookMs).unref()

let code: number
try {
  code = await run()
} catch (error) {
  code = ending ? 130 : show(error)
}
// Once the end was asked for, `stop` ends the process.
if (!ending) {
  await server?.stop()
  process.exitCode = code
}
