import type { Customer } from '#domain/customers/records.ts'

/** Surname of everybody odd, to find them by. */
export const oddSurname = '欧阳'

/** Customers nobody designs for, by what is odd about them. */
export const odd = {
  long: {
    name: `${oddSurname}${'德'.repeat(56)}终`,
    name_pinyin: `ou yang ${'de '.repeat(30)}zhong`,
    address: `示例县示例镇示例村１２３号${'东侧巷内'.repeat(40)}`,
    employer: '示例农产品收购加工储藏运输销售专业合作社联合社第三分社',
    occupation: '农产品收购加工储藏运输销售一体化经营负责人兼会计',
    email: `${'a.very.long.address.'.repeat(5)}@example.invalid`,
  },
  rare: { name: `${oddSurname}𠮷㛃`, name_pinyin: 'ou yang ji jie' },
  threeNames: {
    name: `${oddSurname}·阿依古丽·买买提江·阿不都热合曼`,
    name_pinyin: 'ou yang a yi gu li mai mai ti jiang',
  },
  noPhone: {
    name: `${oddSurname}无号`,
    name_pinyin: 'ou yang wu hao',
    mobile: null,
    address: null,
    email: null,
    occupation: null,
    employer: null,
    id_expiry: null,
  },
  busy: { name: `${oddSurname}万笔`, name_pinyin: 'ou yang wan bi' },
  noAccount: { name: `${oddSurname}无户`, name_pinyin: 'ou yang wu hu' },
} satisfies Record<string, Partial<Customer>>

/** Transactions of the busy customer within a month. */
export const busyTransactions = 5000
