import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ImportRefusal } from '#head-office/sources/reasons.ts'
import type { FileReport, ImportProgress, ImportReport } from '#head-office/sources/report.ts'
import { readCommand } from '#tools/import/options.ts'
import { progressPrinter } from '#tools/import/progress.ts'
import { reportText } from '#tools/import/report-text.ts'
import { stateDir } from '#tools/start/state.ts'

const now = Date.UTC(2026, 10, 23, 4, 5, 6)

describe('the command line', () => {
  test('names profile and path; rows set aside go to a folder of their own', () => {
    expect(readCommand(['--profile', 'berka', '/data'], now)).toEqual({
      act: 'import',
      profile: 'berka',
      path: '/data',
      out: join(stateDir, 'imports', 'berka-20261123-040506'),
      json: null,
    })
  })

  test('a check and a list need no more', () => {
    expect(readCommand(['--check', 'berka', '/data'], now)).toEqual({
      act: 'check',
      profile: 'berka',
      path: '/data',
    })
    expect(readCommand(['--list'], now)).toEqual({ act: 'list' })
  })

  test.each([
    [[], /--profile is missing/],
    [['--profile', 'berka'], /the path is missing/],
    [['--profile', 'berka', 'a', 'b'], /too many arguments: b/],
    [['--profiles', 'berka', 'a'], /Unknown option '--profiles'/],
    [['--profile'], /argument missing/],
  ])('%j is refused with a sentence', (argv, sentence) => {
    expect(() => readCommand(argv, now)).toThrow(ImportRefusal)
    expect(() => readCommand(argv, now)).toThrow(sentence)
  })
})

describe('progress', () => {
  const read = (bytes: number, rows: number, file = 'trans.asc'): ImportProgress => ({
    step: 'read',
    file,
    bytes,
    totalBytes: 10_000_000,
    rows,
  })

  function shown(
    isTTY: boolean,
    events: readonly (readonly [ms: number, ImportProgress])[],
  ): string {
    let text = ''
    let at = 0
    const print = progressPrinter({ isTTY, write: (more) => (text += more) }, () => at)
    for (const [ms, progress] of events) {
      at = ms
      print(progress)
    }
    return text
  }

  test('is one line drawn again in a terminal, with what is left', () => {
    const text = shown(true, [
      [0, read(0, 0)],
      [50, read(1, 1)],
      [4000, read(2_500_000, 25_000)],
    ])
    expect(text).not.toContain('\n')
    expect(text.split('\r')).toHaveLength(3)
    expect(text).toContain(`${'█'.repeat(6)}${'░'.repeat(18)}  25 %  2.5 / 10.0 MB  25,000 行 rows`)
    expect(text).toContain('left 0:12')
  })

  test('is plain lines elsewhere: each file, each step, and every five seconds', () => {
    const text = shown(false, [
      [0, read(0, 0)],
      [1000, read(100, 1)],
      [5000, read(5_000_000, 50_000)],
      [5100, read(5_100_000, 51_000, 'loan.asc')],
      [6000, { ...read(1, 1), step: 'merge', file: null }],
      [9000, { ...read(1, 1), step: 'merge', file: null }],
    ])
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    expect(text).not.toMatch(/[\r\u001b]/)
    expect(lines[1]).toContain('50,000 行 rows')
    expect(lines[3]).toContain('合并 · merging')
  })
})

describe('the report', () => {
  const file: FileReport = {
    file: 'loan.asc',
    kind: 'loan',
    encoding: 'utf-8',
    read: 1000,
    accepted: 999,
    inserted: 999,
    updated: 0,
    unchanged: 0,
    repeated: 0,
    setAside: 1,
    seconds: 1.25,
    columnsNotUsed: ['A4'],
    reasons: { number: 1 },
    examples: [{ line: 7, reason: 'number', zh: '不是数字', en: 'Not a number', original: '1;x' }],
    setAsidePath: '/out/set-aside/loan.asc.csv',
  }
  const report: ImportReport = {
    runId: 'run',
    profile: 'berka',
    database: 'ocrm_berka',
    path: '/data',
    outFolder: '/out',
    seconds: 2,
    files: [file],
    notRecognised: ['/data/notes.txt'],
    tables: [{ table: 'loan', inserted: 999, updated: 0, unchanged: 0 }],
    findings: [{ name: 'x', sentence: { zh: '余额', en: 'balances' }, passed: false, figures: {} }],
    notes: [],
  }

  test('says for each file what became of its rows, and where to correct the others', () => {
    const text = reportText(report)
    expect(text).toMatch(/loan\.asc +1,000 +999 +999 +0 +0 +1 +1\.[23]/)
    expect(text).toContain('第 7 行 line 7  number')
    expect(text).toContain('/out/set-aside/loan.asc.csv')
    expect(text).toContain('✗ 余额')
    expect(text).toContain('/data/notes.txt')
    expect(text).toContain('loan.asc: A4')
    expect(text).not.toContain('nothing was altered')
  })

  test('says when nothing was altered', () => {
    const unchanged = { table: 'loan', inserted: 0, updated: 0, unchanged: 999 }
    expect(reportText({ ...report, tables: [unchanged] })).toContain('nothing was altered')
  })
})
