import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFile } from '#db/connection/open.ts'
import { all, atomically } from '#db/connection/statements.ts'
import { buildSearch, fillSearch, indexCustomers, searchProgress } from '#db/search/build.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { searchCustomers } from '#db/search/search.ts'
import { allocation, customer, summary, syntheticDate } from '#tools/bench/branch/customers.ts'
import { syntheticId } from '#tools/bench/branch/random.ts'
import { type CacheFile, makeCacheFile } from '../../support/cache-file.ts'

const size = { customers: 3000, managers: 3, seed: 5 }
const staff = (n: number) => syntheticId('staff', n)
const book = (n: number): CustomerScope => ({ kind: 'book', staffId: staff(n), on: syntheticDate })
const branch: CustomerScope = { kind: 'branch', on: syntheticDate }

let cache: CacheFile

beforeAll(async () => {
  cache = await makeCacheFile()
  const numbers = Array.from({ length: size.customers }, (_, n) => n)
  cache.put('customer', ...numbers.map((n) => customer(size, n)))
  cache.put('customer_summary', ...numbers.map((n) => summary(size, n)))
  cache.put('customer_manager', ...numbers.map((n) => allocation(size, n)))
  cache.buildSearch()
})
afterAll(() => cache.remove())

/** Puts one customer beside the synthetic ones and brings the index up to date. */
function add(
  n: number,
  own: Partial<ReturnType<typeof customer>>,
  aumFen = 1,
  manager: number | null = null,
): string {
  const record = { ...customer(size, n), ...own }
  cache.put('customer', record)
  cache.put('customer_summary', { ...summary(size, n), aum_fen: aumFen })
  if (manager !== null) {
    cache.put('customer_manager', { ...allocation(size, n), staff_id: staff(manager) })
  }
  atomically(cache.db, () => indexCustomers(cache.db, [record.id]))
  return record.id
}

const find = (typed: string, scope: CustomerScope = branch, limit = 20) =>
  searchCustomers(cache.db, scope, typed, limit)
const ids = (typed: string, scope?: CustomerScope, limit?: number) =>
  find(typed, scope, limit).found.map((found) => found.customerId)

describe('finding one customer', () => {
  const zhou = { name: '周敏华', name_pinyin: 'zhou min hua', name_initials: 'zmh' }

  test.each([
    ['周敏华', 'name'],
    ['周 敏华', 'name'],
    ['周敏', 'name'],
    ['敏华', 'token'],
    ['zhouminhua', 'pinyin'],
    ['ZHOU minhua', 'pinyin'],
    ['ｚｈｏｕｍｉｎｈｕａ', 'pinyin'],
    ['zmh', 'initials'],
    ['minhua', 'token'],
    ['mh', 'token'],
    ['19977776021', 'identifier'],
    ['１９９７７７７６０２１', 'identifier'],
    ['+86 199-7777-6021', 'identifier'],
    ['1997777', 'identifier'],
    ['6021', 'tail'],
    ['99000019800328032x', 'identifier'],
    ['032X', 'tail'],
    ['C-900001', 'identifier'],
  ] as const)('by %s as %s', (typed, match) => {
    const id = add(9001, {
      ...zhou,
      mobile: '19977776021',
      id_no: '99000019800328032X',
      customer_no: 'C900001',
    })
    const found = find(typed, branch, 50).found.find((each) => each.customerId === id)
    expect(found?.match).toBe(match)
  })

  test('by an account number, which leads to its first owner', () => {
    const id = add(9002, zhou)
    cache.put('account', {
      branch_id: syntheticId('branch', 0),
      id: syntheticId('account', 9002),
      customer_id: id,
      account_no: '6228480009002',
      kind: 'current',
      currency: 'CNY',
      opened_on: '2020-01-01',
      closed_on: null,
      status: 'normal',
      category: 1,
      product_id: null,
      rate_bp: null,
      matures_on: null,
      statement: null,
    })
    expect(find('6228 4800 09002').found).toEqual([
      { customerId: id, match: 'identifier', mine: true },
    ])
  })

  test('with rare characters and characters outside the basic plane', () => {
    const id = add(9003, { name: '𠮷田䶮', name_pinyin: 'ji tian yan', name_initials: 'jty' })
    for (const typed of ['𠮷', '𠮷田', '田䶮', '䶮', 'jitianyan', 'jty']) {
      expect(ids(typed, branch, 200)).toContain(id)
    }
  })

  test('with ü typed as v, accents and a dot inside the name', () => {
    const lv = add(9004, { name: '吕 某', name_pinyin: 'lv mou', name_initials: 'lm' })
    expect(ids('lvmou')).toContain(lv)
    expect(ids('lümou')).toContain(lv)
    const dot = add(9005, {
      name: '买买提·艾力',
      name_pinyin: 'mai mai ti ai li',
      name_initials: 'mmtal',
    })
    expect(ids('买买提艾力')).toEqual([dot])
    expect(ids('买买提·艾')).toEqual([dot])
    expect(ids('maimaitiaili')).toEqual([dot])
    const jan = add(9006, {
      name: 'Jan Dvořák',
      name_pinyin: 'jan dvořák',
      name_initials: 'jd',
    })
    expect(ids('dvorak')).toContain(jan)
    expect(ids('JAN DVOŘÁK')).toContain(jan)
  })

  test.each(['', '   ', '%', '" OR "', '*', "' OR 1=1 --", '🙂', 'zzzzqq', '周敏华的母亲', '1'])(
    '%j finds nobody and harms nothing',
    (typed) => expect(find(typed)).toEqual({ found: [], tooMany: false }),
  )
})

test('whatever is typed, searching answers', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
      expect(find(typed).found.length).toBeLessThanOrEqual(20)
    }),
    { numRuns: 500 },
  )
})

describe('order', () => {
  test('exact identifier before everything, also of another book', () => {
    const other = add(9010, { customer_no: '4321', name: '林外' }, 1, 1)
    const own = add(9011, { mobile: '19900004321', name: '林内' }, 10 ** 9, 0)
    const found = find('4321', book(0), 200).found
    expect(found[0]).toEqual({ customerId: other, match: 'identifier', mine: false })
    expect(found[1]).toEqual({ customerId: own, match: 'tail', mine: true })
  })

  test('own book, then kind of match, then AUM, then customer number', () => {
    const name = (name: string) => ({ name, name_pinyin: 'x', name_initials: 'x' })
    const ownInner = add(9020, name('甲龘靐'), 1, 0)
    const ownPoor = add(9021, name('龘甲'), 10, 0)
    const ownRich = add(9022, name('龘乙'), 20, 0)
    const twinB = add(9023, { ...name('龘丙'), customer_no: 'T2' }, 15, 0)
    const twinA = add(9024, { ...name('龘丁'), customer_no: 'T1' }, 15, 0)
    const othersRich = add(9025, name('龘戊'), 10 ** 11, 1)
    const othersInner = add(9026, name('己龘'), 10 ** 12, 1)
    expect(ids('龘', book(0))).toEqual([
      ownRich,
      twinA,
      twinB,
      ownPoor,
      ownInner,
      othersRich,
      othersInner,
    ])
    expect(find('龘', book(0)).found.map(({ mine }) => mine)).toEqual([
      ...[true, true, true, true, true],
      ...[false, false],
    ])
  })

  test('a customer matched in several ways stands once, under the best', () => {
    const id = add(9030, { name: '靐靐靐', name_pinyin: 'bing bing bing', name_initials: 'bbb' })
    expect(find('靐').found.filter((found) => found.customerId === id)).toEqual([
      { customerId: id, match: 'name', mine: true },
    ])
  })

  test('an allocation that has ended or not begun does not make a customer mine', () => {
    const name = { name: '龗某', name_pinyin: 'ling mou', name_initials: 'lm' }
    const id = add(9040, name, 1, 0)
    expect(find('龗', book(0)).found).toEqual([{ customerId: id, match: 'name', mine: true }])
    cache.put('customer_manager', {
      ...allocation(size, 9040),
      staff_id: staff(0),
      valid_to: '2026-11-21',
    })
    expect(find('龗', book(0)).found).toEqual([{ customerId: id, match: 'name', mine: false }])
  })
})

describe('too many', () => {
  test('a common surname says so and gives the richest', () => {
    const { found, tooMany } = find('王', branch, 50)
    expect(tooMany).toBe(true)
    expect(found).toHaveLength(50)
    const richest = all<{ id: string }>(
      cache.db,
      `SELECT c.id FROM customer c JOIN customer_summary s ON s.customer_id = c.id
       WHERE c.name LIKE '王%' ORDER BY s.aum_fen DESC, c.customer_no LIMIT 50`,
    )
    expect(found.map((each) => each.customerId)).toEqual(richest.map(({ id }) => id))
  })

  test('a rare name does not', () => expect(find('司马').tooMany).toBe(false))
})

describe('the index against a plain scan', () => {
  const naive = (typed: string) =>
    all<{ id: string; name: string; pinyin: string; initials: string }>(
      cache.db,
      'SELECT id, name, name_pinyin AS pinyin, name_initials AS initials FROM customer',
    )
      .filter(({ name, pinyin, initials }) => {
        const syllables = pinyin.split(' ')
        const starts = syllables.map((_, index) => syllables.slice(index).join(''))
        return (
          name.includes(typed) ||
          starts.some((start) => start.startsWith(typed)) ||
          [initials, initials.slice(1)].some((text) => text.startsWith(typed))
        )
      })
      .map(({ id }) => id)
      .sort()

  const some = [3, 77, 500, 1234, 2999].map((n) => customer(size, n))
  const questions = [
    ...['明', 'xl', '欧阳', 'ouyang'],
    ...some.flatMap(({ name, name_pinyin: pinyin, name_initials: initials }) => [
      name,
      name.slice(1),
      name.slice(0, 2),
      initials,
      pinyin.replaceAll(' ', ''),
      pinyin.split(' ').slice(1).join(''),
      pinyin.replaceAll(' ', '').slice(0, 9),
    ]),
  ]

  test.each(questions)('%s finds exactly the same customers', (typed) => {
    const { found, tooMany } = find(typed, branch, 10_000)
    const got = found.map((each) => each.customerId).sort()
    const expected = naive(typed)
    expect(got.length).toBeGreaterThan(0)
    if (tooMany) expect(expected).toEqual(expect.arrayContaining(got))
    else expect(got).toEqual(expected)
  })
})

describe('kept by deltas', () => {
  test('a new name is found at once and the old one no more', () => {
    const id = add(9050, { name: '旧龑', name_pinyin: 'jiu yan', name_initials: 'jy' })
    expect(ids('旧龑')).toEqual([id])
    add(9050, { name: '新龑', name_pinyin: 'xin yan', name_initials: 'xy' })
    expect(ids('旧龑')).toEqual([])
    expect(ids('新龑')).toEqual([id])
  })

  test('building anew gives what the deltas gave', () => {
    const questions = ['王', '龘', 'zmh', '敏华', '6021', 'lvmou']
    const before = questions.map((typed) => find(typed, book(0), 200))
    atomically(cache.db, () => buildSearch(cache.db))
    expect(questions.map((typed) => find(typed, book(0), 200))).toEqual(before)
  })

  test('filled slice by slice it is the same, whatever changes and is found meanwhile', async () => {
    const sliced = await makeCacheFile()
    const numbers = Array.from({ length: 1200 }, (_, n) => n)
    sliced.put('customer', ...numbers.map((n) => customer(size, n)))
    sliced.put('customer_summary', ...numbers.map((n) => summary(size, n)))
    sliced.put('customer_manager', ...numbers.map((n) => allocation(size, n)))
    const change = (n: number, name: string) => {
      sliced.put('customer', { ...customer(size, n), name, name_pinyin: 'qi', name_initials: 'q' })
      atomically(sliced.db, () => indexCustomers(sliced.db, [customer(size, n).id]))
    }
    const step = () => atomically(sliced.db, () => fillSearch(sliced.db, 100))
    const found = (typed: string) => searchCustomers(sliced.db, branch, typed, 200).found
    expect(step()).toBe(false)
    expect(searchProgress(sliced.db)?.filled).toBe(100)
    // One that is in already, one that is not yet, and one that is new.
    for (const [n, name] of [
      [5, '甲龠'],
      [900, '乙龠'],
      [2000, '丙龠'],
    ] as const) {
      change(n, name)
      expect(found(name)).toHaveLength(1)
    }
    let steps = 1
    while (!step()) steps += 1
    expect(steps).toBe(12)
    expect(searchProgress(sliced.db)).toBeNull()
    expect(step()).toBe(true)
    const questions = ['王', '龠', 'zmh', '华', 'q']
    const slices = questions.map(found)
    atomically(sliced.db, () => buildSearch(sliced.db))
    expect(questions.map(found)).toEqual(slices)
    expect(slices[1]).toHaveLength(3)
    sliced.remove()
  })

  test('of a customer who left nothing stays, in no table, index or log', async () => {
    const left = await makeCacheFile()
    const gone = {
      ...customer(size, 1),
      name: '去也龖',
      name_pinyin: 'quye da',
      name_initials: 'qyd',
    }
    left.put('customer', gone, customer(size, 2), customer(size, 3))
    left.buildSearch()
    const vocabulary = () => {
      left.db.exec(
        `CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab('main', 'search_token', 'row')`,
      )
      return all<{ term: string }>(left.db, 'SELECT term FROM temp.word').map(({ term }) => term)
    }
    expect(vocabulary()).toContain('n去也龖')
    atomically(left.db, () => {
      left.db.prepare('DELETE FROM customer WHERE id = ?').run(gone.id)
      indexCustomers(left.db, [gone.id])
    })
    expect(vocabulary().filter((term) => term.includes('龖'))).toEqual([])
    left.db.pragma('wal_checkpoint(TRUNCATE)')
    // Every page as SQLite decrypts it, free ones too.
    const plain = openFile(left.path, left.key, { mode: 'read', kind: 'disposable' })
    const pages = plain.serialize()
    plain.close()
    for (const trace of ['龖', 'quye', gone.id]) expect(pages.includes(trace)).toBe(false)
    expect(pages.includes(customer(size, 2).id)).toBe(true)
    left.remove()
  })
})
