import { access, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Clue } from '#domain/risk-clues/clue.ts'
import { type CluesFound, findClues } from '#domain/risk-clues/find.ts'
import { type ClueRule, clueRuleVersion, defaultClueRule } from '#domain/risk-clues/rules.ts'
import { type Judgement, judge, precisionAt } from './judge.ts'
import { EvaluationRefusal } from './refusal.ts'
import { readSimulatedFlows, type SimulatedFlows } from './simulated-flows.ts'

/** The environment variable with the folder of nets. */
export const flowsVariable = 'OCRM_FLOWS_DIR'

/**
 * The product's rule without its least sums: a simulator's amounts are of no currency. Nothing else
 * differs from what head office runs.
 */
export const simulationRule: ClueRule = { ...defaultClueRule, leastFen: 0, leastClueFen: 0 }

/** What one net's clues are worth. */
export interface NetReport {
  net: string
  accounts: number
  marked: number
  transfers: number
  setAside: CluesFound['setAside']
  hubs: number
  cutShort: number
  clues: number
  all: Judgement
  /** By kind and by the part the clue stands on. */
  byKind: Record<string, Judgement>
  /** Precision among so many accounts with the strongest clues. */
  precisionAt: Record<string, number>
  cpuMs: number
  transfersPerSecond: number
}

/** All nets of a run. */
export interface GraphReport {
  area: 'graph'
  ruleVersion: string
  rule: ClueRule
  nets: NetReport[]
}

/** Least precision and recall of every net for the command to end well. */
export const graphTargets = { precision: 0.9, recall: 0.5 } as const

const partiesOf = (clues: readonly Clue[]) => new Set(clues.flatMap(({ parties }) => parties))

/** Judges the clues of one net against its marks. */
export function reportOf(flows: SimulatedFlows): NetReport {
  const before = process.cpuUsage()
  const found = findClues(flows.transfers, flows.lastDay, simulationRule)
  const { user, system } = process.cpuUsage(before)
  const cpuMs = (user + system) / 1000
  const kinds = Map.groupBy(found.clues, ({ kind, parts }) => `${kind}: ${parts[0]?.part}`)
  // Clues come strongest first, so the first clue of an account places it.
  const ranking = [...partiesOf(found.clues)]
  const depths = [50, 100, 200, 500, flows.marked.size].filter((k) => k <= ranking.length)
  return {
    net: basename(flows.folder),
    accounts: flows.accounts,
    marked: flows.marked.size,
    transfers: flows.transfers.length,
    setAside: found.setAside,
    hubs: found.hubs,
    cutShort: found.cutShort,
    clues: found.clues.length,
    all: judge(new Set(ranking), flows.marked),
    byKind: Object.fromEntries(
      [...kinds].sort().map(([kind, clues]) => [kind, judge(partiesOf(clues), flows.marked)]),
    ),
    precisionAt: Object.fromEntries(
      [...new Set(depths)].map((k) => [String(k), precisionAt(ranking, flows.marked, k)]),
    ),
    cpuMs: Math.round(cpuMs),
    transfersPerSecond: Math.round(flows.transfers.length / (cpuMs / 1000)),
  }
}

const isNet = (folder: string) =>
  access(join(folder, 'nodes.csv')).then(
    () => true,
    () => false,
  )

/** The nets of a folder: the folder itself, or those right below it. */
async function netsOf(folder: string): Promise<string[]> {
  if (await isNet(folder)) return [folder]
  const below = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const nets: string[] = []
  for (const entry of below) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && (await isNet(path))) nets.push(path)
  }
  // Nothing there: reading the folder itself says what is missing.
  return nets.length === 0 ? [folder] : nets.sort()
}

const share = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(3))

const judged = ({ found, right, precision, recall, f1 }: Judgement) =>
  `P ${share(precision)}  R ${share(recall)}  F1 ${share(f1)}  (${right} of ${found} found)`

/** A net's report for people. */
export function netText(report: NetReport): string {
  const { future, malformed, self, old } = report.setAside
  const wide = Math.max(...Object.keys(report.byKind).map((kind) => kind.length), 3)
  const depths = Object.entries(report.precisionAt).map(([k, value]) => `@${k} ${share(value)}`)
  return [
    `${report.net}: ${report.accounts} accounts, ${report.marked} marked, ${report.transfers} transfers`,
    `  set aside: ${self} to itself, ${malformed} malformed, ${future} in the future, ${old} too old; ` +
      `${report.hubs} hubs, ${report.cutShort} searches cut short; ${report.clues} clues`,
    `  ${'all'.padEnd(wide)}  ${judged(report.all)}`,
    ...Object.entries(report.byKind).map(
      ([kind, value]) => `  ${kind.padEnd(wide)}  ${judged(value)}`,
    ),
    `  precision ${depths.join('  ')}`,
    `  ${report.cpuMs} ms of processor, ${report.transfersPerSecond} transfers a second`,
  ].join('\n')
}

/** Whether a net's clues are good enough. */
export const meetsTargets = ({ all }: NetReport): boolean =>
  all.precision >= graphTargets.precision && all.recall >= graphTargets.recall

/** Evaluates the clues on the nets of some folders. Throws {@link EvaluationRefusal}. */
export async function evaluateGraph(
  folders: readonly string[],
  print: (text: string) => void,
): Promise<GraphReport> {
  if (folders.length === 0) {
    throw new EvaluationRefusal(
      `没有数据。请用 --folder <路径> 指定 AMLSim 文件夹（nodes.csv 与 transactions.csv），或设置 ${flowsVariable}。数据不随本项目提供。`,
      `There is no data. Name an AMLSim folder (nodes.csv and transactions.csv) with --folder <path>, or set ${flowsVariable}. The project does not contain any.`,
    )
  }
  const nets: NetReport[] = []
  for (const folder of folders) {
    for (const net of await netsOf(folder)) {
      const report = reportOf(await readSimulatedFlows(net))
      nets.push(report)
      print(netText(report))
    }
  }
  return { area: 'graph', ruleVersion: clueRuleVersion, rule: simulationRule, nets }
}
