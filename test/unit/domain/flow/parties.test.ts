import { describe, expect, test } from 'vitest'
import type { Movement } from '#domain/flow/movement.ts'
import { isOrganisation } from '#domain/flow/names.ts'
import type { FlowClass } from '#domain/flow/classes.ts'
import { classify } from '#domain/flow/classify.ts'
import { fundFlow } from '#domain/flow/fund-flow.ts'
import { partiesOf, partyName } from '#domain/flow/parties.ts'
import { partyMark, standingClasses } from '#domain/flow/party-class.ts'
import { medianOf } from '#domain/flow/peers.ts'
import { elsewhere, ground, movement, on } from './movements.ts'

const nobody = { accounts: new Set<string>(), relatives: new Set<string>() }
const named = (own: Partial<Movement>, viewer = nobody) => partyName(movement(own), ground, viewer)

describe('how the other side is named', () => {
  test('companies in full, people masked', () => {
    expect(named({ counterparty: '远望商贸有限公司' })).toMatchObject({
      kind: 'organisation',
      name: '远望商贸有限公司',
    })
    expect(named({ counterparty: '王诺' })).toMatchObject({ kind: 'person', name: '王*' })
    expect(named({ counterparty: '孙立国' })).toMatchObject({ kind: 'person', name: '孙*国' })
  })

  test('whom the viewer manages too in full, by account or as a relative', () => {
    const account = { ...nobody, accounts: new Set(['98001']) }
    expect(named({ counterparty: '王诺', counterpartyAccount: '98001' }, account).name).toBe('王诺')
    expect(named({ counterparty: '王诺', counterpartyAccount: '98002' }, account).name).toBe('王*')
    const relative = { ...nobody, relatives: new Set(['孙立国']) }
    expect(named({ counterparty: '孙立国' }, relative).name).toBe('孙立国')
  })

  test('a relative whose name looks like a shop stays masked', () => {
    const own = { ...ground, relativeNames: new Set(['买买提超市']) }
    const shown = partyName(movement({ counterparty: '买买提超市' }), own, nobody)
    expect(shown.name).not.toBe('买买提超市')
  })

  test('the own account elsewhere by bank and tail, without the name', () => {
    expect(named(elsewhere)).toEqual({
      kind: 'own',
      name: null,
      bank: '甲州银行',
      tail: '****3308',
    })
    expect(named({})).toEqual({ kind: 'unnamed', name: null, bank: null, tail: null })
  })
})

describe('who is one side', () => {
  const sides = (...own: Partial<Movement>[]) => {
    const span = { from: on, to: on, on, currency: 'CNY' }
    return partiesOf(fundFlow(own.map(movement), ground, span).counted).map(({ count }) => count)
  }
  const banks = [{ counterpartyBank: '甲州银行' }, { counterpartyBank: '乙江银行' }]

  test('a firm with accounts at two banks; people of one name at two banks are two', () => {
    expect(sides(...banks.map((bank) => ({ ...bank, counterparty: '宏图包装有限公司' })))).toEqual([
      2,
    ])
    expect(sides(...banks.map((bank) => ({ ...bank, counterparty: '王诺' })))).toEqual([1, 1])
    expect(sides(...banks.map((bank) => ({ ...bank, counterparty: '周敏华' })))).toEqual([1, 1])
  })
})

describe('whose name may be an organisation’s', () => {
  test.each([
    ['远望商贸有限公司', false],
    ['云杉供水公司', false],
    ['平安里诊所', false],
    ['老街粮油店', false],
    ['戊山银行', false],
    ['Yunjiang Trading Co., Ltd', false],
    ['三碗面馆', true],
    ['小碗菜', true],
    ['果鲜生', true],
    ['话费充值', true],
  ])('%s (by card: %s)', (name, byCard) => expect(isOrganisation(name, byCard)).toBe(true))

  test.each([
    ['王诺', false],
    ['王建设', false],
    ['李金城', false],
    ['庄小店', false],
    ['欧阳金城', false],
    ['司马铺', true],
    ['张三', true],
    ['买买提·艾力', true],
    ['MARGARETHE VON ALTENBRUNN', true],
    ['阿依努尔', false],
    ['古丽巴哈尔', false],
    ['果鲜生', false],
    ['王', true],
    ['', true],
  ])('%s (by card: %s) is taken for a person', (name, byCard) =>
    expect(isOrganisation(name, byCard)).toBe(false),
  )
})

describe('what people say of another side', () => {
  const span = { from: on, to: on, on, currency: 'CNY' }
  const wang = movement({ counterparty: '王诺', counterpartyBank: '甲州银行' })
  const said = (id: string, flow_class: FlowClass | null, given_at: number) => ({
    id,
    party: partyMark(wang) ?? '',
    flow_class,
    given_at,
  })
  const classOf = (corrected: ReadonlyMap<string, FlowClass>, own: Partial<Movement> = {}) =>
    classify({ ...wang, ...own }, { ...ground, corrected })

  test('comes before the rules, for the same side alone, and names itself as the reason', () => {
    const corrected = standingClasses([said('a', 'business', 1)])
    expect(classOf(corrected)).toEqual({ flowClass: 'business', rule: 'corrected', word: null })
    expect(classOf(corrected, { counterpartyBank: '乙江银行' }).flowClass).toBe('people')
    expect(classOf(new Map()).flowClass).toBe('people')
  })

  test('the latest word counts, in whatever order they come; taken back, the rules decide', () => {
    const words = [said('a', 'business', 1), said('b', 'family', 3), said('c', null, 2)]
    for (const order of [words, words.toReversed()]) {
      expect(classOf(standingClasses(order)).flowClass).toBe('family')
    }
    expect(standingClasses([...words, said('d', null, 4)]).size).toBe(0)
  })

  test('makes no gain of money that only moved inside the bank', () => {
    const own = { counterpartyAccount: '9900000000000032', counterpartyBank: '甲州银行' }
    expect(classOf(standingClasses([said('a', 'business', 1)]), own).flowClass).toBeNull()
  })

  test('sums stay the same, whatever was said', () => {
    const movements = [wang, movement({ counterparty: '孙立国' }), movement(elsewhere)]
    const before = fundFlow(movements, ground, span)
    const corrected = standingClasses([said('a', 'property_car', 1)])
    const after = fundFlow(movements, { ...ground, corrected }, span)
    expect(after.outFen).toBe(before.outFen)
    expect(after.classes.reduce((sum, { fen }) => sum + fen, 0)).toBe(after.outFen)
  })

  test('needs a name: without one nobody can be told apart', () => {
    expect(partyMark(movement({}))).toBeNull()
    expect(partyMark(movement({ counterparty: '王'.repeat(300) }))).toBeNull()
  })
})

describe('the median of peers', () => {
  test('is told of ten or more, whatever their order', () => {
    const rates = [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]
    expect(medianOf(rates)).toBe(450)
    expect(medianOf(rates.toReversed())).toBe(450)
    expect(medianOf([...rates, 10_000])).toBe(500)
    expect(medianOf(rates.slice(1))).toBeNull()
  })
})
