import type { Counterparty } from './cash-account.ts'
import type { Chance } from '#platform/chance/chance.ts'

/** Other banks; none exists. */
export const otherBanks = ['甲州银行', '乙江银行', '丙湖农村商业银行', '丁陵村镇银行', '戊山银行']

/** Where customers deal in shares; there is no such firm. */
export const broker: Counterparty = { name: '云江证券', bank: '云江证券', account: null }

/** Our own, as the other side of a payment. */
export const ownBank = '知客银行'

/** The invented payment company through which shops are paid. */
const paymentCompany = '闪付通'

const shops = {
  shopping: [
    '佳选超市',
    '杜鹃百货',
    '一站家电',
    '新衣坊',
    '果鲜生',
    '老街粮油店',
    '大众五金',
    '云杉农贸市场',
    '好又鲜生活超市',
    '映山手机卖场',
    '宝贝屋母婴',
    '杉河县人民商场',
    '云江市银河百货',
    '江洲市站前商场',
    '好物线上商城',
    '石桥头加油站',
    '城乡客运站',
    '大光明影城',
    '青山旅行社',
  ],
  dining: [
    '老灶台饭庄',
    '三碗面馆',
    '映山茶楼',
    '清晨早点',
    '河边鱼庄',
    '胖婶砂锅',
    '小碗菜',
    '粉面人家',
    '江洲市老码头酒楼',
    '快到家外卖平台',
  ],
  medical: ['平安里诊所', '同春药房', '第三社区医院', '康邻药店', '城关卫生院'],
  education: ['启明培训学校', '小树苗幼儿园', '墨香书店', '跃动少儿体适能'],
  utilities: ['云杉供水公司', '城东燃气', '电费代收', '杜鹃物业', '话费充值', '有线电视'],
} as const

/** A kind of spending that has shops. */
export type Spending = keyof typeof shops

/** Digits of an account at another bank; 98 leads no issuer's range. */
export function foreignAccount(random: Chance): string {
  return `98${Array.from({ length: 14 }, () => random.int(0, 9)).join('')}`
}

/** A shop, paid through an invented payment company. */
export function shop(kind: Spending, random: Chance): Counterparty {
  return { name: random.pick(shops[kind]), bank: paymentCompany, account: null }
}

/** Who buys what a farmer sells, and who sells what a farm or shop needs. */
const traders = {
  grain: ['县粮油收储公司', '稻香米业', '丰年粮食购销部'],
  tea: ['云雾茶叶专业合作社', '新茶精制厂', '茶垭茶叶市场'],
  crab: ['白鹭水产加工有限公司', '蟹塘水产批发市场', '四季鲜水产行'],
  farmSupply: ['禾丰农资店', '绿野种子站', '茂源饲料', '塘底苗种场'],
  shopSupply: ['百味园批发部', '百川食品批发', '南站副食批发', '金桂建材批发', '新风服饰批发'],
  firm: ['远望商贸有限公司', '磐石建设有限公司', '三江机电有限公司', '长空贸易行', '宏图包装厂'],
} as const

/** A trader of a kind with an account at another bank. */
export function trader(kind: keyof typeof traders, random: Chance): Counterparty {
  return { name: random.pick(traders[kind]), bank: random.pick(otherBanks), account: null }
}

/** Somebody who pays many people at a time out of our own bank. */
export function payer(name: string): Counterparty {
  return { name, bank: ownBank, account: null }
}

/** What a shop took through its payment codes the day before. */
export const settlement: Counterparty = { name: '收款码结算', bank: paymentCompany, account: null }
