import type { FlowClass } from '#domain/flow/classes.ts'

/** Words of an exported fund flow: those of the screen, here because the file is written without a page. */
export interface FlowWords {
  title: string
  side: string
  class: string
  sum: string
  in: string
  out: string
  net: string
  total: string
  classes: Record<FlowClass, string>
}

const zh: FlowWords = {
  title: '资金流向',
  side: '方向',
  class: '类别',
  sum: '合计（元）',
  in: '流入',
  out: '流出',
  net: '净流向',
  total: '小计',
  classes: {
    own_elsewhere: '本人他行',
    securities: '证券与基金',
    payroll: '工资与养老金',
    business: '经营',
    family: '亲属',
    people: '他人往来',
    consumption: '消费',
    third_party_pay: '第三方支付',
    repayment: '还款与缴费',
    property_car: '房车',
    cash: '现金',
    tax: '税费',
    interest_fee: '利息与手续费',
    other: '其他',
  },
}

const en: FlowWords = {
  title: 'Fund flow',
  side: 'Direction',
  class: 'Class',
  sum: 'Total',
  in: 'In',
  out: 'Out',
  net: 'Net',
  total: 'Subtotal',
  classes: {
    own_elsewhere: 'Own, elsewhere',
    securities: 'Securities',
    payroll: 'Pay and pension',
    business: 'Business',
    family: 'Family',
    people: 'Other people',
    consumption: 'Spending',
    third_party_pay: 'Payment firms',
    repayment: 'Loans and bills',
    property_car: 'Home and car',
    cash: 'Cash',
    tax: 'Tax',
    interest_fee: 'Interest, fees',
    other: 'Other',
  },
}

/** Words by language. */
export const flowWords = { zh, en }
