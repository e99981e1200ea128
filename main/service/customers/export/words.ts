import type { exportColumns, exportReasons } from '#contract/ipc/customers.ts'
import type { CustomerType } from '#domain/customers/customer-types.ts'
import type { Tier } from '#domain/customers/records.ts'
import type { AssetClass } from '#domain/products/records.ts'

/** Words of an exported file. They stand here because the file is written without a page. */
export interface ExportWords {
  title: string
  columns: Record<(typeof exportColumns)[number], string>
  tiers: Record<Tier, string>
  assets: Record<AssetClass, string>
  types: Record<CustomerType, string>
  reasons: Record<(typeof exportReasons)[number], string>
  expired: string
  comma: string
}

const zh: ExportWords = {
  title: '客户清单',
  columns: {
    number: '客户号',
    name: '客户',
    tier: '等级',
    mobile: '手机',
    aum: '时点 AUM（元）',
    average: '日均 AUM（元）',
    change30: '近 30 日变动（元）',
    loan: '贷款余额（元）',
    holdings: '持有',
    maturity: '最近到期日',
    lastContact: '最近联系',
    completeness: '完整度（%）',
    risk: '风险等级',
    value: '价值分',
    churn: '流失分',
    types: '客户类型',
    tasks: '待办',
    manager: '管户',
  },
  tiers: {
    standard: '普通',
    potential: '潜力',
    gold: '金卡',
    platinum: '白金',
    diamond: '钻石',
    private: '私行',
  },
  assets: {
    deposit: '存款',
    wealth: '理财',
    fund: '基金',
    insurance: '保险',
    bond: '国债',
    metal: '贵金属',
    trust: '信托',
    other: '其他',
  },
  types: {
    payroll: '代发客户',
    merchant: '商户',
    farmer: '农户',
    elder: '老年客户',
    new_citizen: '新市民',
    parent: '家长',
    migrant: '务工人员',
  },
  reasons: {
    visit: '外出拜访',
    meeting: '晨会夕会',
    inspection: '检查整改',
    reconcile: '核对数据',
  },
  expired: '已过期',
  comma: '、',
}

const en: ExportWords = {
  title: 'Customers',
  columns: {
    number: 'Customer no.',
    name: 'Customer',
    tier: 'Tier',
    mobile: 'Mobile',
    aum: 'AUM today',
    average: 'Daily average',
    change30: 'Change in 30 days',
    loan: 'Loans',
    holdings: 'Held',
    maturity: 'Next maturity',
    lastContact: 'Last contact',
    completeness: 'Completeness (%)',
    risk: 'Risk level',
    value: 'Value score',
    churn: 'Churn points',
    types: 'Types',
    tasks: 'Open tasks',
    manager: 'Manager',
  },
  tiers: {
    standard: 'Standard',
    potential: 'Potential',
    gold: 'Gold',
    platinum: 'Platinum',
    diamond: 'Diamond',
    private: 'Private',
  },
  assets: {
    deposit: 'deposits',
    wealth: 'wealth',
    fund: 'funds',
    insurance: 'insurance',
    bond: 'bonds',
    metal: 'metals',
    trust: 'trusts',
    other: 'other',
  },
  types: {
    payroll: 'Payroll',
    merchant: 'Merchant',
    farmer: 'Farming family',
    elder: 'Elder',
    new_citizen: 'New citizen',
    parent: 'Parent',
    migrant: 'Migrant worker',
  },
  reasons: {
    visit: 'customer visits',
    meeting: 'branch meeting',
    inspection: 'inspection',
    reconcile: 'checking data',
  },
  expired: 'expired',
  comma: ', ',
}

/** Words by language. */
export const exportWords = { zh, en }
