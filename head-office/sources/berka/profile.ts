import { demoPassword } from '../../demo/password.ts'
import type { Profile } from '../profile.ts'
import { conclude } from './conclude.ts'
import { derive } from './derive.ts'
import {
  accountKind,
  businessDate,
  clientKind,
  dispositionKind,
  districtKind,
  incomplete,
} from './parent-kinds.ts'
import { outletStaff } from './staff.ts'
import {
  cardKind,
  derivedTransactionKind,
  loanKind,
  orderKind,
  transactionKind,
} from './stream-kinds.ts'
import { type BerkaWorld, newWorld, outletId } from './world.ts'

/**
 * The Czech bank of the PKDD'99 challenge: `.asc` files with Czech codes, an English edition and a
 * derived one of the transactions. Customers have no names there: made-up ones are marked as such.
 */
export const berkaProfile: Profile<BerkaWorld> = {
  name: 'berka',
  title: {
    zh: "捷克银行数据(PKDD'99)：网点、客户、账户、贷款、卡、约转、交易",
    en: "Czech bank data (PKDD'99): districts, clients, accounts, loans, cards, orders, transactions",
  },
  source: {
    system: 'berka',
    owner: "PKDD'99 Discovery Challenge",
    grade: 'general',
    refresh: 'once',
    trustRank: 10,
    asOf: businessDate,
  },
  database: { name: 'ocrm_berka', currency: 'CZK', demo: true, businessDate },
  kinds: [
    districtKind,
    clientKind,
    accountKind,
    dispositionKind,
    orderKind,
    loanKind,
    cardKind,
    transactionKind,
    derivedTransactionKind,
  ],
  newWorld,
  incomplete,
  derive,
  conclude,
  users: (world) =>
    [...world.districts.keys()].flatMap((district) =>
      outletStaff(district).map(({ staff }) => ({
        staffId: staff.id,
        staffNo: staff.staff_no,
        branchId: outletId(district),
        password: demoPassword,
      })),
    ),
  notes: [
    {
      zh: 'district 的人口与经济指标(A4–A16)没有对应的字段，未使用。',
      en: 'Population and economic figures of district (A4–A16) have no place in the product and are not used.',
    },
    {
      zh: '客户管理行 = 首个账户所在区；没有账户的客户归其居住区。姓名、员工为虚构并已标记。',
      en: 'The managing branch is the district of the first account; clients without one go to the district they live in. Names and staff are made up and marked.',
    },
    {
      zh: '贷款余额源文件没有：已结清记 0，其余留空，不作推算。',
      en: 'What is owed of a loan is not in the source: 0 for repaid ones, empty otherwise; nothing is guessed.',
    },
  ],
}
