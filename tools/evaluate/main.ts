/** `npm run evaluate`: models and rules against labelled data that is not part of the project. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { evaluateGraph, flowsVariable, meetsTargets } from './graph.ts'
import { EvaluationRefusal } from './refusal.ts'
import { evaluateUsage, usageClosing, usageIsGood, usualMonths } from './usage.ts'

const usage = `用法 Usage:
  npm run evaluate -- graph [--folder <文件夹 folder> …] [--json <file>]
  npm run evaluate -- usage [--json <file>]

  graph           风险线索对照模拟转账网络 · risk clues against simulated nets of transfers
  usage           使用疑点对照模拟网点 · signs of misuse against made-up branches
  --folder PATH   含 nodes.csv 与 transactions.csv 的文件夹，或其上级；默认取 ${flowsVariable}
                  a folder with both files, or the one above; default: ${flowsVariable}
  --json FILE     把结果写成 JSON · also write the result as JSON`

interface Options {
  folders: string[]
  print: (text: string) => void
}

/** What an area found: everything for `--json`, one closing line, and whether its targets are met. */
interface Outcome {
  report: object
  closing: string
  good: boolean
}

const areas: Record<string, (options: Options) => Promise<Outcome>> = {
  graph: async ({ folders, print }) => {
    const report = await evaluateGraph(folders, print)
    const figures = report.nets.map(
      ({ net, all }) => `${net} P ${all.precision.toFixed(3)} R ${all.recall.toFixed(3)}`,
    )
    return { report, closing: figures.join('; '), good: report.nets.every(meetsTargets) }
  },
  // Nothing is read: the branches are made up, by a generator that is part of the project.
  usage: ({ print }) => {
    const report = evaluateUsage(usualMonths, print)
    return Promise.resolve({ report, closing: usageClosing(report), good: usageIsGood(report) })
  },
}

const typed = (path: string) => resolve(process.env['INIT_CWD'] ?? process.cwd(), path)

function read(): { area: string; folders: string[]; json: string | undefined } | null {
  const wrong = (text: string) =>
    new EvaluationRefusal(`用法有误：${text}。\n${usage}`, `Wrong use: ${text}.`)
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        folder: { type: 'string', multiple: true },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [area, ...more] = positionals
    if (values.help) return null
    if (area === undefined || !Object.hasOwn(areas, area) || more.length > 0) {
      throw wrong(positionals.join(' ') || '?')
    }
    const environment = process.env[flowsVariable]
    const folders = values.folder ?? (environment ? [environment] : [])
    return { area, folders: folders.map(typed), json: values.json }
  } catch (error) {
    throw error instanceof EvaluationRefusal ? error : wrong(String(error))
  }
}

try {
  const command = read()
  const run = command && areas[command.area]
  if (!command || !run) console.log(usage)
  else {
    const outcome = await run({
      folders: command.folders,
      print: (text) => console.log(text),
    })
    if (command.json !== undefined) {
      writeFileSync(typed(command.json), `${JSON.stringify(outcome.report, null, 2)}\n`)
    }
    console.log(`${outcome.good ? '✓' : '✗'} ${command.area}: ${outcome.closing}`)
    process.exitCode = outcome.good ? 0 : 1
  }
} catch (error) {
  if (!(error instanceof EvaluationRefusal)) throw error
  process.stderr.write(`✗ ${error.zh}\n  ${error.en}\n`)
  process.exitCode = 2
}
