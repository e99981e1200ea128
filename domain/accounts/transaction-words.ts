import type { Operation } from './operations.ts'
import type { Purpose } from './purposes.ts'

/**
 * Words by which people look for an operation, as screens show it in either language and as it is
 * called at the counter. A test holds that every word on screen is among them.
 */
export const operationWords: Record<Operation, readonly string[]> = {
  cash_deposit: ['现金存入', '存现', '存款', 'cash deposit', 'paid in'],
  cash_withdrawal: ['现金支取', '取现', '取款', 'cash withdrawal'],
  card_payment: ['刷卡消费', '消费', '支付', 'card payment'],
  card_withdrawal: ['卡取现', '取现', '取款', 'ATM', 'card withdrawal'],
  transfer_in: ['转入', '转账转入', '汇入', '入账', 'transfer in', 'incoming'],
  transfer_out: ['转出', '转账转出', '汇出', '汇款', 'transfer out', 'outgoing'],
  interest: ['利息', '结息', 'interest'],
  fee: ['手续费', '费用', 'fee', 'charge'],
  loan_payment: ['还贷', '还款', '月供', 'loan payment', 'instalment'],
  purchase: ['购买产品', '申购', '认购', 'purchase of a product', 'bought'],
  redemption: ['赎回到期', '赎回', '到期兑付', 'redemption', 'matured'],
  other: ['其他', 'other'],
}

/** The same for what a payment was for. */
export const purposeWords: Record<Purpose, readonly string[]> = {
  salary: ['工资', '代发', '代发工资', '薪资', '薪水', '奖金', 'salary', 'wages', 'payroll'],
  pension: ['养老金', '退休金', '社保', 'pension'],
  business: ['经营款', '货款', '生意', 'business'],
  subsidy: ['补贴', '惠农', 'subsidy'],
  transfer: ['转账', '汇款', 'transfer'],
  own_transfer: ['本人账户互转', '本人转账', 'own transfer', 'between own accounts'],
  household: ['家用', '生活费', 'household'],
  utilities: ['水电燃气', '水费', '电费', '燃气费', '缴费', 'utilities', 'bills'],
  shopping: ['购物', '消费', 'shopping'],
  dining: ['餐饮', '吃饭', 'dining', 'restaurant'],
  medical: ['医疗', '看病', '医院', 'medical', 'hospital'],
  education: ['教育', '学费', 'education', 'tuition'],
  insurance: ['保险费', '保费', 'insurance', 'premium'],
  leasing: ['租金', '房租', 'leasing', 'rent'],
  loan_payment: ['还贷', '还款', '月供', 'loan payment', 'instalment'],
  interest: ['利息', '结息', 'interest'],
  penalty_interest: ['罚息', 'penalty interest'],
  statement_fee: ['账单费', 'statement fee'],
  term_deposit: ['存定期', '定期', '定存', 'term deposit'],
  product_purchase: ['购买产品', '申购', '认购', '理财', 'purchase of a product', 'bought'],
  product_redemption: ['产品赎回', '赎回', '理财', 'redemption'],
  securities: ['证券转账', '银证转账', '炒股', 'securities'],
}
