import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plantedNet } from '#test/unit/domain/risk-clues/planted.ts'
import { evaluateGraph, type GraphReport, meetsTargets } from '#tools/evaluate/graph.ts'
import { judge, precisionAt } from '#tools/evaluate/judge.ts'
import { EvaluationRefusal } from '#tools/evaluate/refusal.ts'

let folder = ''

/** Writes a planted net the way the simulator writes one. */
function writeNet(name: string, seed: number): void {
  const net = plantedNet(seed, 2000, 8)
  const planted = new Set([net.rings, net.circles, net.collectors, net.bursts, net.mules].flat(2))
  const accounts = new Set(net.transfers.flatMap(({ payer, receiver }) => [payer, receiver]))
  mkdirSync(join(folder, name))
  writeFileSync(
    join(folder, name, 'nodes.csv'),
    ['nodeid,isFraud', ...[...accounts].map((id) => `${id},${planted.has(id) ? 1 : 0}`)].join(
      '\r\n',
    ),
  )
  writeFileSync(
    join(folder, name, 'transactions.csv'),
    [
      'sourceNodeId,targetNodeId,value,time',
      ...net.transfers.map(
        ({ payer, receiver, amountFen, day }) =>
          `${payer},${receiver},${(amountFen / 100).toFixed(2)},${day}`,
      ),
      'broken,line,,',
      '',
    ].join('\n'),
  )
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrm-evaluate-'))
  writeNet('one', 1)
  writeNet('two', 2)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => {
  const env = { ...process.env }
  delete env['OCRM_FLOWS_DIR']
  try {
    const out = execFileSync(process.execPath, ['tools/evaluate/main.ts', ...args], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return { code: 0, text: out }
  } catch (error) {
    const failed = error as { status: number; stdout: string; stderr: string }
    return { code: failed.status, text: failed.stdout + failed.stderr }
  }
}

test('planted nets are found with the precision and recall that are asked for', async () => {
  const lines: string[] = []
  const report = await evaluateGraph([folder], (text) => lines.push(text))
  expect(report.nets.map(({ net }) => net)).toEqual(['one', 'two'])
  for (const net of report.nets) {
    expect(net.all.recall).toBeGreaterThanOrEqual(0.85)
    expect(net.all.precision).toBeGreaterThanOrEqual(0.85)
    expect(net.setAside.malformed).toBe(1)
    expect(meetsTargets(net)).toBe(true)
  }
  expect(lines[0]).toMatch(/one: \d+ accounts, \d+ marked/)
  expect(lines[0]).toMatch(/transfers a second/)
})

test('the command prints its figures, writes them as JSON and ends with one line', () => {
  const json = join(folder, 'out.json')
  const { code, text } = run('graph', '--folder', join(folder, 'one'), '--json', json)
  expect(code).toBe(0)
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^✓ graph: one P [01]\.\d{3} R [01]\.\d{3}$/)
  const report = JSON.parse(readFileSync(json, 'utf8')) as GraphReport
  expect(report.nets[0]?.all.found).toBeGreaterThan(100)
})

test('without data, or with something else, it says what to give', async () => {
  expect(run('graph')).toMatchObject({ code: 2 })
  expect(run('graph').text).toMatch(/--folder/)
  expect(run('nothing')).toMatchObject({ code: 2 })
  await expect(evaluateGraph([join(folder, 'absent')], () => {})).rejects.toThrow(/nodes\.csv/)
  const odd = join(folder, 'odd')
  mkdirSync(odd)
  writeFileSync(join(odd, 'nodes.csv'), 'id,label\n1,1\n')
  writeFileSync(join(odd, 'transactions.csv'), 'a,b\n')
  await expect(evaluateGraph([odd], () => {})).rejects.toBeInstanceOf(EvaluationRefusal)
  rmSync(odd, { recursive: true })
})

test('judging counts accounts', () => {
  const marked = new Set(['a', 'b', 'c', 'd'])
  expect(judge(new Set(['a', 'b', 'x']), marked)).toEqual({
    found: 3,
    right: 2,
    precision: 2 / 3,
    recall: 0.5,
    f1: expect.closeTo(4 / 7, 9) as number,
  })
  expect(judge(new Set(), marked)).toMatchObject({ f1: 0, precision: Number.NaN })
  expect(precisionAt(['a', 'x', 'b'], marked, 2)).toBe(0.5)
})
