import { describe, expect, test } from 'vitest'
import {
  branchesOf,
  printedUsers,
  progressLines,
  userTable,
  type DemoUser,
} from '#tools/start/demo.ts'
import { defaultSize } from '#head-office/demo/size.ts'
import { chooseSize } from '#tools/start/demo-size.ts'
import { asStartFailure } from '#tools/start/failure.ts'
import { readOptions } from '#tools/start/options.ts'
import { displayWidth } from '#tools/start/table.ts'
import { PostgresFailure } from '#head-office/postgres/failure.ts'

const user = (staffNo: string, name: string, role: DemoUser['role'], branch: string): DemoUser => ({
  staffNo,
  name,
  role,
  password: 'correct-horse',
  branchId: `id-${branch}`,
  branchName: branch,
})

describe('the arguments of npm start', () => {
  test('open one window on the demo where nothing is said', () => {
    expect(readOptions([])).toMatchObject({
      window: true,
      terminals: 1,
      spread: false,
      reset: false,
      database: 'demo',
    })
  })

  test('say windowless, how many, which data, from anew', () => {
    const args = ['--no-window', '--terminals', '2', '--database=berka', '--reset', '--spread']
    expect(readOptions(args)).toMatchObject({
      window: false,
      terminals: 2,
      spread: true,
      reset: true,
      database: 'berka',
    })
  })

  test('cut or mend the line of what runs', () => {
    expect(readOptions([]).line).toBeNull()
    expect(readOptions(['--cut']).line).toBe('cut')
    expect(readOptions(['--mend']).line).toBe('mend')
  })

  test.each([
    [['--cut', '--mend']],
    [['--terminals', '0']],
    [['--terminals', 'two']],
    [['--database', '../x']],
    [['--database', 'X; drop']],
    [['--nowindow']],
    [['demo']],
  ])('refuse %j in both languages', (args) => {
    expect(() => readOptions(args)).toThrow(/无法识别的选项.*\n.*This option is not understood/)
  })
})

describe('the size of the demo', () => {
  const all = (...args: string[]) => readOptions(args).size

  test('is read from four options, and left open where nothing is said', () => {
    expect(all()).toEqual({})
    expect(all('--branches', '6', '--customers=9000', '--days', '400', '--seed', '7')).toEqual({
      branches: 6,
      customers: 9000,
      days: 400,
      seed: 7,
    })
  })

  test.each([
    [['--branches', '0'], /--branches 0: this must be a whole number from 1 to 60/],
    [['--branches', '61'], /from 1 to 60/],
    [['--customers', '2.5'], /--customers 2\.5：应为 20 到 1000000 之间的整数/],
    [['--customers', 'many'], /--customers many/],
    [['--customers', '60', '--branches', '6'], /--customers 60: .* from 100 to/],
    [['--days', '3'], /from 35 to 700/],
    [['--seed', '-1'], /--seed/],
    [['--database', 'berka', '--seed', '4'], /do not go with --database berka/],
  ])('refuses %j with a sentence that says what to do', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence)
  })

  test('is what was asked for where there is nothing yet, and stays what it is afterwards', () => {
    const made = chooseSize({ branches: 6 }, null, false)
    expect(made).toEqual({ ...defaultSize, branches: 6 })
    expect(chooseSize({}, made, true)).toEqual(made)
    expect(chooseSize({ branches: 6 }, made, true)).toEqual(made)
    expect(() => chooseSize({ branches: 5 }, made, true)).toThrow(
      /--branches 6 --customers 3680 --days 100 --seed 20260101.*--branches 5.*--reset/s,
    )
    expect(() => chooseSize({ branches: 2 }, null, true)).toThrow(/--reset/)
    expect(chooseSize({}, null, true)).toEqual(defaultSize)
  })
})

describe('what npm start prints', () => {
  test('aligns Chinese and English columns by what they take on screen', () => {
    const lines = userTable([
      user('81', '周立群', 'branch_head', '云杉路网点'),
      user('8110102', '何佳', 'lobby_manager', 'Riverside'),
    ]).split('\n')
    const starts = lines.slice(2).map((line) => displayWidth(line.slice(0, line.indexOf('c'))))
    expect(starts[0]).toBe(starts[1])
    const names = lines.slice(2).map((line) => line.search(/[周何]/))
    expect(names[0]).toBe(names[1])
    expect(displayWidth('客户 a，')).toBe(8)
  })

  test('puts terminals into branches, never into offices above them', () => {
    const users = [
      user('1', '甲', 'teller', '一'),
      user('2', '乙', 'line_manager', '支行'),
      user('3', '丙', 'branch_head', '二'),
      user('4', '丁', 'customer_manager', '一'),
    ]
    expect(branchesOf(users).map((branch) => branch.name)).toEqual(['一', '二'])
  })

  test('names a few of each role, and only those of the opened branches where they are many', () => {
    const people = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百'].flatMap(
      (name) => [
        user('1', '甲', 'branch_head', name),
        ...Array.from({ length: 9 }, (_, at) => user(`${at}`, '乙', 'customer_manager', name)),
      ],
    )
    expect(printedUsers(people.slice(0, 10), [])).toHaveLength(4)
    expect(printedUsers(people, ['id-二'])).toHaveLength(4)
  })

  test('tells progress by quarters, each once', () => {
    const lines: string[] = []
    const report = progressLines((line) => lines.push(line))
    report({ step: 'prepare', done: 0, total: 0, rows: 0 })
    for (let done = 0; done <= 1000; done += 1) {
      report({ step: 'load', done, total: 1000, rows: done * 100 })
    }
    report({ step: 'done', done: 0, total: 0, rows: 100_000 })
    const ends = lines.map((line) => line.trim().split(' ').slice(-2).join(' '))
    expect(ends.slice(0, -1)).toEqual(['the database', '0 %', '25 %', '50 %', '75 %', '100 %'])
    expect(lines.at(-1)).toMatch(/100,000 行，每秒 [\d,]+ 行 · 100,000 rows, [\d,]+ rows\/s/)
  })
})

describe('what goes wrong at npm start', () => {
  test.each([
    [new PostgresFailure('diskFull', '/data'), /磁盘已满，无法写入 \/data/],
    [new PostgresFailure('inUse', '42'), /process 42/],
    [new PostgresFailure('noSystemUser', 'postgres'), /does not run as root/],
    [Object.assign(new Error('x'), { code: 'ENOSPC', path: '/a' }), /\/a cannot be written/],
    [Object.assign(new Error('x'), { code: 'EACCES', path: '/a' }), /No permission to write \/a/],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), /database cannot be reached/],
    [Object.assign(new Error('full'), { code: '53100' }), /disk is full/],
  ])('is one sentence in each language: %s', (error, sentence) => {
    const failure = asStartFailure(error)
    expect(failure?.message).toMatch(sentence)
    expect(failure?.message.split('\n')).toHaveLength(2)
  })

  test('leaves a fault of ours as it is', () => {
    expect(asStartFailure(new TypeError('x is not a function'))).toBeNull()
  })
})
