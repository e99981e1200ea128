import { characters, chineseSurname } from '../customers/surnames.ts'
import type { FlowClass } from './classes.ts'
import { plainName } from './movement.ts'

/** Words that tell a firm of securities, as the source of a regular expression. */
export const securitiesWords =
  '证券|期货|基金|信托|银证|存管|券商|资产管理|\\bsecurities\\b|\\bbrokerage\\b'

/** Words in the name of the other side or of its bank that tell a class; the first that fits counts. */
const tellingWords: readonly (readonly [FlowClass, RegExp])[] = [
  ['securities', new RegExp(securitiesWords, 'iu')],
  ['tax', /税务|国库|国税|地税|税款|非税/u],
  ['payroll', /公积金|社会保险|社保|养老保险|代发工资|惠农|\bpayroll\b/iu],
  ['property_car', /房地产|置业|地产|房产|房屋|不动产|购房|汽车|4S店|车行|二手车/u],
  ['repayment', /信用卡|小额贷款|小贷|消费金融|按揭|供水|自来水|燃气|供电|电费|电力|供暖|物业/u],
  ['repayment', /话费|宽带|有线电视|人寿|财险|保险/u],
  ['business', /收款码|收单|结算款|货款/u],
]

const paymentCompanies = /支付宝|微信|财付通|云闪付|付通|拉卡拉|收钱吧|第三方支付|网络支付/u

/** Marks of an organisation anywhere in a name. */
const organisationMarks = new RegExp(
  [
    '公司|集团|中心|学校|医院|银行|超市|市场|商场|百货|酒店|宾馆|饭店|药房|诊所|幼儿园|协会|委员会|政府|财政',
    '专户|基金|证券|保险|信托|支付|收款|代发|代收|代扣|充值|结算|物业|燃气|供水|电力|电视|科技|商贸|贸易|实业',
    '物流|餐饮|服饰|合作社|卖场|粮油|家电|母婴|有限|工作室|事务所|平台|批发|饲料|饭庄|茶楼',
    '\\b(?:ltd|llc|inc|corp|co|gmbh|plc|bank|limited|company)\\b',
  ].join('|'),
  'iu',
)

/** Marks that stand at the end of an organisation's name of four characters and more. */
const organisationEnds = /[厂店行社部局院所校坊馆楼铺庄城网站]$/u

/** The hundred most frequent surnames: who begins so and is short may be a person. */
const surnames = new Set(
  characters(
    '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏' +
      '魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵' +
      '万钱严覃武戴莫孔向汤',
  ),
)

/** The class that a word in the names of the other side tells, with the word; null where none does. */
export function classByWord(
  ...names: readonly (string | null)[]
): { flowClass: FlowClass; word: string } | null {
  for (const [flowClass, words] of tellingWords) {
    for (const name of names) {
      const word = name === null ? undefined : words.exec(plainName(name))?.[0]
      if (word !== undefined) return { flowClass, word }
    }
  }
  return null
}

/** The word by which a name is a payment company's; null where it is none. */
export function paymentCompanyWord(...names: readonly (string | null)[]): string | null {
  for (const name of names) {
    const word = name === null ? undefined : paymentCompanies.exec(plainName(name))?.[0]
    if (word !== undefined) return word
  }
  return null
}

/**
 * Whether a name is an organisation's and may be shown in full. In doubt it is a person's: only a
 * mark of an organisation counts, or that a card paid there and the name does not look like a
 * person's.
 */
export function isOrganisation(name: string, paidByCard: boolean): boolean {
  const plain = plainName(name)
  const own = characters(plain)
  const short = own.length <= 3 && surnames.has(own[0] ?? '')
  if (short || own.length < 2) return false
  // Latin marks are words of their own: blanks stay.
  if (organisationMarks.test(name.normalize('NFKC'))) return true
  const double = characters(chineseSurname(plain)).length > 1
  if (own.length > 3 && !double && organisationEnds.test(plain)) return true
  const person = double || surnames.has(own[0] ?? '') || /[·•\p{Script=Latin}]/u.test(name)
  return paidByCard && !(person && own.length <= 4) && !/[·•\p{Script=Latin}]/u.test(name)
}
