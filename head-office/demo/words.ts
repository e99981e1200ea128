import type { Counterparty } from './cash-account.ts'
import type { Chance } from './random.ts'

/** Occupation, industry, and whether it comes with an employer. 其他 and 不详 are data-quality cases. */
export const occupations: readonly (readonly [
  occupation: string,
  industry: string | null,
  weight: number,
])[] = [
  ['个体经营者', '批发和零售业', 14],
  ['农民', '农林牧渔业', 13],
  ['企业职工', '制造业', 14],
  ['建筑工人', '建筑业', 8],
  ['教师', '教育', 6],
  ['医护人员', '卫生', 5],
  ['公务员', '公共管理', 5],
  ['司机', '交通运输业', 6],
  ['餐饮从业者', '住宿和餐饮业', 6],
  ['公司管理人员', '租赁和商务服务业', 5],
  ['企业主', '制造业', 3],
  ['技术人员', '信息技术服务业', 5],
  ['自由职业者', '文化体育和娱乐业', 3],
  ['学生', null, 2],
  ['其他', null, 4],
  ['不详', null, 1],
]

/** Streets and estates of the invented outlet area. */
export const streets = [
  '云杉路',
  '杜鹃大道',
  '金桂路',
  '石榴巷',
  '枫香街',
  '新茶路',
  '映山街',
  '柿林路',
  '银杏路',
  '青竹巷',
]
export const estates = ['云杉里', '杜鹃苑', '金桂园', '枫香居', '新茶小区', '映山花苑', '银杏嘉园']

/** Employers; none exists. */
export const employers = [
  '云杉食品有限公司',
  '杜鹃纺织有限公司',
  '金桂建材有限公司',
  '枫香汽车零部件有限公司',
  '新茶农业合作社',
  '映山物流有限公司',
  '柿林电子有限公司',
  '银杏置业有限公司',
  '青竹家居有限公司',
  '石榴生物科技有限公司',
]

/** Other banks; none exists. */
export const otherBanks = ['甲州银行', '乙江银行', '丙湖农村商业银行', '丁陵村镇银行', '戊山银行']

const shops: Readonly<
  Record<'shopping' | 'dining' | 'medical' | 'education' | 'utilities', readonly string[]>
> = {
  shopping: ['佳选超市', '杜鹃百货', '一站家电', '新衣坊', '果鲜生'],
  dining: ['老灶台饭庄', '三碗面馆', '映山茶楼', '清晨早点'],
  medical: ['平安里诊所', '同春药房', '第三社区医院'],
  education: ['启明培训学校', '小树苗幼儿园'],
  utilities: ['云杉供水公司', '城东燃气', '电费代收', '杜鹃物业'],
}

/** A kind of spending that has shops. */
export type Spending = keyof typeof shops

/** Digits of an account at another bank; 98 leads no issuer's range. */
export function foreignAccount(random: Chance): string {
  return `98${Array.from({ length: 14 }, () => random.int(0, 9)).join('')}`
}

/** A shop, paid through an invented payment company. */
export function shop(kind: Spending, random: Chance): Counterparty {
  return { name: random.pick(shops[kind]), bank: '闪付通', account: null }
}

/** What was said in a contact, by outcome; {customer} never appears: the record is the customer's. */
export const contactSummaries = {
  interested: [
    '到期资金有意续存一年期，想先比较半年理财。',
    '询问稳健型理财的起点和期限，周末与家人商量。',
    '有意为孩子准备教育金，请发产品资料。',
    '考虑把他行存款转入，关注利率。',
  ],
  again: ['在外地务工，约定月底回来后再谈。', '正忙，请改天上午来电。', '需与配偶商量后答复。'],
  done: [
    '办理定期到期转存。',
    '更新证件有效期，补充职业信息。',
    '开通手机银行并讲解转账限额。',
    '购买稳健理财，已做风险揭示。',
    '完成风险测评，等级未变。',
  ],
  not_interested: ['近期要装修，暂不考虑。', '资金已安排他用。', '只做定期存款，不看理财。'],
  refused: ['表示不希望接到营销电话，已登记。'],
  no_answer: ['电话无人接听。', '关机。', '响铃未接，已发服务短信。'],
} as const
