/**
 * `npm run screenshots`: starts the real program without windows, walks through its screens and
 * states in every size and language, and takes pictures into `.ocrm/screenshots/`. With `--check`
 * it also fails on text that is cut off, controls that overlap and breaches of WCAG A and AA.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPassword, demoUsers } from '#head-office/demo/fill.ts'
import { zh } from '#renderer/locales/zh.ts'
import { writeContactSheet } from './contact-sheet.ts'
import { readOptions, usage } from './options.ts'
import { startProgram } from './program.ts'
import type { Scene, Stage } from './scene.ts'
import { scenes } from './scenes.ts'
import { oddManager } from './scenes-odd.ts'
import { Terminal } from './terminal.ts'
import { fileOf, type Shot, tour } from './tour.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '.ocrm/screenshots')
const stateDir = join(root, '.ocrm/screenshots-state')

/** What was taken and found so far, for a run that goes on where this one ended. */
const record = join(folder, 'shots.json')

/** Pictures that the README shows. */
const shown = {
  'customer-overview-zh-1366x768.png': 'customer-overview.png',
  'customers-zh-1366x768.png': 'customers.png',
  'sync-offline-zh-1366x768.png': 'sync.png',
}

function staffNo(role: string, nth = 0): string {
  const users = demoUsers()
  const branchId = users[0]?.branchId
  const held = users.filter((user) => user.role === role)
  const here = held.filter((user) => user.branchId === branchId)
  // Whoever works above the outlets logs in at any of them.
  const found = (here.length > 0 ? here : held)[nth]
  if (!found) throw new Error(`no demo user is ${role}`)
  return found.staffNo
}

function earlierShots(): Shot[] {
  return existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as Shot[]) : []
}

function report(shot: Shot): void {
  console.log(`${shot.findings.length === 0 ? '✓' : '✗'} ${shot.file}`)
  for (const { kind, what } of shot.findings) console.log(`    ${kind}: ${what}`)
}

async function run(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    console.log(usage)
    return 0
  }
  if (options.list) {
    console.log(scenes.map(({ name }) => name).join('\n'))
    return 0
  }
  const isWanted = ({ name }: Scene): boolean =>
    options.only.length === 0 || options.only.some((begin) => name.startsWith(begin))
  const last = scenes.findLastIndex(isWanted)
  if (last < 0) throw new Error(`没有 · there is no scene ${options.only.join(', ')}`)
  const started = performance.now()
  if (!options.resume) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const program = await startProgram(
    root,
    stateDir,
    options.keep,
    staffNo('customer_manager', oddManager),
  )
  const stopped = (): void => void program.stop().then(() => process.exit(130))
  process.once('SIGINT', stopped)
  process.once('SIGTERM', stopped)
  const shots = options.resume ? earlierShots() : []
  const failed: string[] = []
  const have = new Set(shots.map(({ file }) => file))
  try {
    const [first, second] = await Promise.all(
      program.terminals.map((devTools) => Terminal.attach(devTools)),
    )
    if (!first || !second) throw new Error('two terminals are needed')
    const stage: Stage = { program, first, second, staffNo, password: demoPassword, words: zh }
    await tour(stage, scenes.slice(0, last + 1), {
      folder,
      check: options.check,
      sizes: options.sizes,
      languages: options.languages,
      wanted: (scene, size, language) =>
        isWanted(scene) && !have.has(fileOf(scene, size, language)),
      taken: (shot) => {
        shots.push(shot)
        report(shot)
        writeFileSync(record, JSON.stringify(shots))
      },
      failed: ({ name }, why) => {
        failed.push(name)
        console.log(`✗ ${name}: ${why}`)
      },
    })
    await Promise.all([first.detach(), second.detach()])
  } finally {
    await program.stop()
  }
  mkdirSync(join(root, 'docs/images'), { recursive: true })
  for (const [file, name] of Object.entries(shown)) {
    if (shots.some((shot) => shot.file === file)) {
      copyFileSync(join(folder, file), join(root, 'docs/images', name))
    }
  }
  writeContactSheet(folder, shots)
  const bad = shots.filter(({ findings }) => findings.length > 0).length
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(
    `${shots.length} 张，${bad} 张有问题，${failed.length} 个画面没拍成，${seconds} 秒 · ${shots.length} pictures, ${bad} with findings, ${failed.length} scenes failed, ${seconds} s`,
  )
  console.log(join(folder, 'index.html'))
  return bad === 0 && failed.length === 0 ? 0 : 1
}

process.exitCode = await run().catch((error: unknown) => {
  console.error(error)
  return 1
})
