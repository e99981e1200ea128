import { describe, expect, test } from 'vitest'
import { operations } from '#domain/accounts/operations.ts'
import { purposes } from '#domain/accounts/purposes.ts'
import { classRules, flowClasses, insideRules } from '#domain/flow/classes.ts'
import { classify, purposeMeant } from '#domain/flow/classify.ts'
import { bankNameOf, isOwnBank, type Movement } from '#domain/flow/movement.ts'
import { elsewhere, ground, movement } from './movements.ts'

const verdict = (own: Partial<Movement>) => {
  const { flowClass, rule, word } = classify(movement(own), ground)
  return [flowClass, rule, word]
}

describe('what a movement is', () => {
  test.each<[string, Partial<Movement>, unknown[]]>([
    ['wages', { direction: 'in', purpose: 'salary' }, ['payroll', 'purpose', 'salary']],
    ['wages in words', { direction: 'in', purpose: '代发工资' }, ['payroll', 'purpose', 'salary']],
    ['goods in words', { purpose: '货款' }, ['business', 'purpose', 'business']],
    ['rent', { purpose: 'leasing' }, ['property_car', 'purpose', 'leasing']],
    ['a premium', { purpose: 'insurance' }, ['repayment', 'purpose', 'insurance']],
    ['family money', { purpose: 'household' }, ['family', 'purpose', 'household']],
    [
      'a meal by card',
      { operation: 'card_payment', purpose: 'dining', counterparty: '三碗面馆' },
      ['consumption', 'purpose', 'dining'],
    ],
    [
      'a card without purpose',
      { operation: 'card_payment' },
      ['consumption', 'operation', 'card_payment'],
    ],
    ['cash', { operation: 'card_withdrawal' }, ['cash', 'operation', 'card_withdrawal']],
    [
      'interest',
      { direction: 'in', operation: 'interest' },
      ['interest_fee', 'operation', 'interest'],
    ],
    ['an instalment', { operation: 'loan_payment' }, ['repayment', 'operation', 'loan_payment']],
    ['to own account elsewhere', elsewhere, ['own_elsewhere', 'own_name', '甲州银行']],
    [
      'by purpose alone',
      { purpose: 'own_transfer', counterpartyBank: '乙江银行' },
      ['own_elsewhere', 'own_name', '乙江银行'],
    ],
    ['own account, bank not said', { purpose: 'own_transfer' }, ['other', 'own_bank_unsaid', null]],
    [
      'to a broker, stated',
      { ...elsewhere, purpose: 'securities' },
      ['securities', 'purpose', 'securities'],
    ],
    [
      'to a broker, by name',
      { counterparty: '丙湖证券客户交易结算资金' },
      ['securities', 'word', '证券'],
    ],
    [
      'own account at a broker',
      { counterparty: '周敏华', counterpartyBank: '丙湖证券' },
      ['securities', 'word', '证券'],
    ],
    [
      'a product of another bank',
      { operation: 'purchase', counterpartyBank: '甲州银行' },
      ['securities', 'purpose_elsewhere', 'purchase'],
    ],
    ['tax', { counterparty: '云杉县税务局' }, ['tax', 'word', '税务']],
    ['a car', { counterparty: '通途汽车销售有限公司' }, ['property_car', 'word', '汽车']],
    [
      'the fund for homes',
      { direction: 'in', counterparty: '公积金中心' },
      ['payroll', 'word', '公积金'],
    ],
    ['a payment company', { counterparty: '财付通' }, ['third_party_pay', 'word', '财付通']],
    ['husband by name', { counterparty: '孙 立国' }, ['family', 'relative_name', null]],
    [
      'husband by account',
      { counterparty: '孙某', counterpartyAccount: '9900000000000077' },
      ['family', 'relative_account', null],
    ],
    ['somebody', { purpose: 'transfer', counterparty: '王诺' }, ['people', 'person', null]],
    [
      'a firm without purpose',
      { counterparty: '远望商贸有限公司' },
      ['other', 'organisation', null],
    ],
    ['nothing known', {}, ['other', 'unnamed', null]],
    [
      'to the other own account',
      { counterpartyAccount: '9900000000000032' },
      [null, 'own_account_here', null],
    ],
    [
      'own name at this bank',
      { counterparty: '周敏华', counterpartyBank: '知客银行城关支行' },
      [null, 'own_bank', null],
    ],
    ['into a deposit', { purpose: 'term_deposit' }, [null, 'form_change', 'term_deposit']],
    [
      'into a product',
      { operation: 'purchase', purpose: 'product_purchase', counterpartyBank: '知客银行' },
      [null, 'form_change', 'product_purchase'],
    ],
  ])('%s', (_, own, expected) => {
    expect(verdict(own)).toEqual(expected)
  })

  test('every purpose and operation gets one class of the list, by a rule of the list', () => {
    for (const purpose of [...purposes, null, '随便写的']) {
      for (const operation of operations) {
        for (const direction of ['in', 'out'] as const) {
          const judged = classify(movement({ purpose, operation, direction }), ground)
          if (judged.flowClass === null) expect(insideRules).toContain(judged.rule)
          else {
            expect(flowClasses).toContain(judged.flowClass)
            expect(classRules).toContain(judged.rule)
          }
        }
      }
    }
  })

  test('a word of the source stands for a purpose only as a whole', () => {
    expect(['ｓａｌａｒｙ', '月 供', '还工资', '', null].map(purposeMeant)).toEqual([
      'salary',
      'loan_payment',
      null,
      null,
      null,
    ])
  })
})

describe('which bank is ours', () => {
  test('head office, its branches, and nobody else', () => {
    const own = bankNameOf('知客银行总行')
    expect(own).toBe('知客银行')
    expect(
      ['知客银行', '知客 银行城关支行', '甲州银行'].map((bank) => isOwnBank(bank, own)),
    ).toEqual([true, true, false])
    expect([isOwnBank('甲州银行', null), isOwnBank('甲州银行', '')]).toEqual([false, false])
  })
})
